import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { Database } from '../../../platform/postgres/index.js';
import { until } from '../clients/kafkaClients.js';
import { eventually } from './eventually.js';

type Deps = Readonly<{
  database: Database;
  brokers: readonly string[];
  accepted: readonly Readonly<{ id: string }>[];
}>;

/**
 * Every accepted order is there once and decided; units, messages and notifications agree with it:
 * none is missing, none counted twice, none out of order.
 */
export const expectSoundOrders = async (deps: Deps): Promise<void> => {
  await expectDecided(deps);
  await expectNotified(deps);
  await expectPublished(deps);
};

const expectDecided = async ({ database, accepted }: Deps): Promise<void> => {
  const ids = accepted.map(({ id }) => id);
  await eventually(async () => {
    const rows = await database.query<{ status: string; count: number }>(
      'SELECT status, count(*) AS count FROM read.orders GROUP BY status ORDER BY status',
    );
    expect(rows).to.deep.equal([{ status: 'CONFIRMED', count: ids.length }]);
  }, 120_000);
  const [row] = await database.query<{ known: number; keys: number; units: number }>(
    `SELECT (SELECT count(*) FROM read.orders WHERE order_id = ANY ($1::uuid[])) AS known,
       (SELECT count(DISTINCT idempotency_key) FROM read.orders) AS keys,
       (SELECT sum(reserved) FROM read.products)::bigint AS units`,
    [ids],
  );

  expect(row).to.deep.equal({ known: ids.length, keys: ids.length, units: ids.length });
};

/** A user's cursors are 1, 2, 3 …, and what is told of an order has rising revisions. */
const expectNotified = async ({ database, accepted }: Deps): Promise<void> => {
  const ids = accepted.map(({ id }) => id);
  await eventually(async () => {
    // a broker that others used before may repeat their last messages
    const [row] = await database.query<{ orders: number }>(
      `SELECT count(DISTINCT order_id) AS orders FROM notify.notifications
       WHERE data->>'status' = 'CONFIRMED' AND order_id = ANY ($1::uuid[])`,
      [ids],
    );
    expect(row?.orders).to.equal(accepted.length);
  }, 60_000);
  const wrong = await database.query(
    `SELECT * FROM (
       SELECT user_id, order_id, cursor, row_number() OVER (PARTITION BY user_id ORDER BY cursor) AS place,
         (data->>'orderRevision')::int AS revision,
         lag((data->>'orderRevision')::int) OVER (PARTITION BY order_id ORDER BY cursor) AS before
       FROM notify.notifications
     ) AS n WHERE cursor <> place OR revision <= before`,
  );

  expect(wrong).to.deep.equal([]);
};

type Sent = Readonly<{ id: string; topic: string; key: string; revision: number }>;

/** Of each order and topic the messages are there; a message that comes twice counts when first. */
const expectPublished = async ({ database, brokers, accepted }: Deps): Promise<void> => {
  await eventually(async () => {
    const [row] = await database.query<{ rows: number }>(
      'SELECT count(*) AS rows FROM messaging.outbox WHERE published_at IS NULL',
    );
    expect(row?.rows).to.equal(0);
  }, 60_000);
  const sent = byOrder(await messagesOf(brokers));
  for (const topic of ['order.created', 'order.status'])
    for (const { id } of accepted) {
      const own = sent.get(`${topic} ${id}`) ?? [];
      const firsts = [
        ...new Map(own.toReversed().map((one) => [one.id, one])).values(),
      ].toReversed();
      const revisions = firsts.map(({ revision }) => revision);
      expect(revisions, `${topic} of ${id}`).to.not.have.length(0);
      expect(revisions, `${topic} of ${id}`).to.deep.equal(revisions.toSorted((a, b) => a - b));
    }
};

const byOrder = (sent: readonly Sent[]): ReadonlyMap<string, readonly Sent[]> => {
  const grouped = new Map<string, Sent[]>();
  for (const one of sent) {
    const name = `${one.topic} ${one.key}`;
    const group = grouped.get(name) ?? [];
    group.push(one);
    grouped.set(name, group);
  }

  return grouped;
};

const messagesOf = async (brokers: readonly string[]): Promise<Sent[]> => {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });
  const topics = ['order.created', 'order.status'];
  const admin = kafka.admin();
  await admin.connect();
  const ends = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  await admin.disconnect();
  const total = ends.flat().reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  const sent: Sent[] = [];
  const consumer = kafka.consumer({ groupId: randomUUID(), maxWaitTimeInMs: 50 });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ topic, message: { key, headers } }) => {
      const [id, revision] = [String(headers?.['ce_id']), Number(headers?.['revision'])];
      sent.push({ topic, id, revision, key: String(key) });

      return Promise.resolve();
    },
  });
  await until(() => sent.length >= total, 'all messages', 240_000);
  await consumer.disconnect();

  return sent;
};
