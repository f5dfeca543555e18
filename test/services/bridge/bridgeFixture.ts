import { randomUUID } from 'node:crypto';
import { createPublisher, type Kafka } from '../../../platform/messaging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import type { Running } from '../../../platform/process/index.js';
import { loadBridgeConfig } from '../../../services/bridge/config.js';
import { createBridgeMetrics } from '../../../services/bridge/metrics.js';
import { createOutbox, outboxPlans, type Outbox } from '../../../services/bridge/relay/outbox.js';
import type { LocalRelay } from '../../../projections/outbox/localRelay.js';
import type { OutboxRow } from '../../../projections/outbox/outboxRow.js';
import { createOutboxRelay } from '../../../services/bridge/relay/outboxRelay.js';
import { startBridge } from '../../../services/bridge/service.js';
import { until } from '../../support/clients/kafkaClients.js';
import {
  closing,
  openKafka,
  ownBroker,
  silent,
  type OwnBroker,
} from '../../support/clients/messaging.js';
import { freshDatabase } from '../../support/servers/postgres.js';

export type BridgeFixture = Readonly<{
  databaseUrl: string;
  database: Database;
  broker: OwnBroker;
  kafka: Kafka;
}>;

/** A database and a broker of its own, with the topics. */
export const openBridgeFixture = async (): Promise<BridgeFixture> => {
  const databaseUrl = await freshDatabase();
  const database = closing(
    connectDatabase({ url: databaseUrl, logger: silent, queryTimeoutMs: 20_000 }),
  );
  const broker = await ownBroker();
  const kafka = await openKafka(broker.brokers);
  await kafka.ensureTopics();

  return { databaseUrl, database, broker, kafka };
};

export const bridgeVariables = ({
  databaseUrl,
  broker,
}: BridgeFixture): Record<string, string> => ({
  DATABASE_URL: databaseUrl,
  KAFKA_BROKERS: broker.brokers.join(','),
  BRIDGE_PORT: '0',
  LOG_LEVEL: 'silent',
});

export const openBridge = async (fixture: BridgeFixture): Promise<Running> =>
  closing(await startBridge(loadBridgeConfig(bridgeVariables(fixture))));

type RelayOptions = Readonly<{
  mutate?: (outbox: Outbox) => Outbox;
  onSendTimeout?: (error: Error) => void;
  timeoutMs?: number;
}>;

/** A relay on the real outbox and broker, in which the outbox may be made to fail. */
export const openRelay = (
  { databaseUrl, kafka }: BridgeFixture,
  {
    mutate = (outbox) => outbox,
    onSendTimeout = (error) => {
      throw error;
    },
    timeoutMs = 15_000,
  }: RelayOptions,
): Readonly<{ stop: () => Promise<void>; local: LocalRelay }> => {
  const database = closing(
    connectDatabase({ url: databaseUrl, logger: silent, settings: outboxPlans }),
  );
  const aborter = new AbortController();
  const relay = createOutboxRelay({
    outbox: mutate(createOutbox(database)),
    publisher: closing(createPublisher(kafka, { timeoutMs })),
    logger: silent,
    metrics: createBridgeMetrics(createMetrics({ service: 'test' })),
    onSendTimeout,
  });
  const running = relay.run(aborter.signal);

  return closing({
    local: relay.local,
    stop: async () => {
      aborter.abort();
      await running;
    },
  });
};

export type NewRow = Readonly<{
  position: number;
  key: string;
  payload?: string;
  partitionKey?: string;
}>;

export const topic = 'order.status';

/**
 * Writes rows as the projector does, and returns them; `silently`: without a notification.
 */
export const addRows = async (
  { database }: BridgeFixture,
  rows: readonly NewRow[],
  { silently = false } = {},
): Promise<OutboxRow[]> => {
  const records = rows.map(toRecord);
  await database.transaction(async (client) => {
    await client.query(
      `INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
       SELECT position, 0, event_id, $1, key, headers, payload FROM json_to_recordset($2::json)
         AS r(position bigint, event_id uuid, key text, headers json, payload json)`,
      [topic, JSON.stringify(records)],
    );
    if (!silently) await client.query("SELECT pg_notify('outbox', '')");
  });

  return records.map((record) => ({
    ...record,
    position: String(record.position),
    ordinal: 0,
    topic,
  }));
};

const toRecord = ({ position, key, payload = '', partitionKey }: NewRow) => ({
  position,
  key,
  event_id: randomUUID(),
  headers: {
    ce_id: `event-${position}`,
    ce_type: 'order.status',
    revision: String(position),
    ...(partitionKey !== undefined && { ce_partitionkey: partitionKey }),
  },
  payload: { position, payload },
});

export const unpublished = async ({ database }: BridgeFixture): Promise<number> => {
  const [row] = await database.query<{ count: number }>(
    'SELECT count(*) AS count FROM messaging.outbox WHERE published_at IS NULL',
  );

  return row?.count ?? 0;
};

export const drained = (fixture: BridgeFixture, timeoutMs = 20_000): Promise<void> =>
  until(async () => (await unpublished(fixture)) === 0, 'an empty outbox', timeoutMs);

export type Published = Readonly<{
  partition: number;
  offset: string;
  key: string;
  id: string;
  position: number;
}>;

/** Returns all records of the topic. */
export const recordsOf = async ({ kafka }: BridgeFixture): Promise<Published[]> => {
  const ends = await kafka.withAdmin((admin) => admin.fetchTopicOffsets(topic));
  const total = ends.reduce((sum, { high }) => sum + Number(high), 0);
  const records: Published[] = [];
  const consumer = kafka.client.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ partition, message }) => {
      const { position } = JSON.parse(String(message.value)) as { position: number };
      const id = String(message.headers?.['ce_id']);
      records.push({ partition, offset: message.offset, key: String(message.key), id, position });

      return Promise.resolve();
    },
  });
  await until(() => records.length >= total, 'all records');
  await consumer.disconnect();

  return records;
};

/** Positions in the order in which they first appear, per key. */
export const firstsByKey = (records: readonly Published[]): Map<string, number[]> => {
  const firsts = new Map<string, number[]>();
  for (const { key, position } of records) {
    const positions = firsts.get(key) ?? [];
    if (!positions.includes(position)) firsts.set(key, [...positions, position]);
  }

  return firsts;
};
