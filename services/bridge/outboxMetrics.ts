import { coalesce } from '../../platform/concurrency/index.js';
import type { Metrics } from '../../platform/metrics/index.js';
import type { Database } from '../../platform/postgres/index.js';

type Backlog = Readonly<{ messages: number; oldestSeconds: number }>;

/** How much waits in the outbox, and for how long, as it is when the metrics are read. */
export const observeBacklog = (metrics: Metrics, database: Database): void => {
  const read = coalesce(async () => {
    const [backlog] = await database.query<Backlog>(statement);

    return backlog ?? { messages: 0, oldestSeconds: 0 };
  });
  metrics.readGauge({
    name: 'quicksale_outbox_messages',
    help: 'Messages that are to be published, those in quarantine included',
    read: async () => (await read()).messages,
  });
  metrics.readGauge({
    name: 'quicksale_outbox_oldest_seconds',
    help: 'Age of the oldest of them',
    read: async () => (await read()).oldestSeconds,
  });
};

const statement = `
  SELECT count(*)::float8 AS messages,
    coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8 AS "oldestSeconds"
  FROM messaging.outbox WHERE published_at IS NULL`;
