import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { sumOf } from '../system/counters.js';
import type { System } from '../system/quickSale.js';
import type { OrderTraces } from './costs.js';

const logger = createLogger({ name: 'plan', level: 'silent' });

/** What the system has written so far, in the units of `OrderTraces`. */
export const readTraces = async ({ endpoints, folder }: System): Promise<OrderTraces> => {
  const database = connectDatabase({ url: endpoints.postgres, logger });
  const [row] = await database.query<{ bytes: number; transactions: number }>(
    `SELECT pg_database_size(current_database())::float8 AS bytes,
       (xact_commit + xact_rollback)::float8 AS transactions
     FROM pg_stat_database WHERE datname = current_database()`,
  );
  await database.stop();
  const urls = [endpoints.orders, endpoints.inventory];

  return {
    events: await sumOf('quicksale_appended_events_total', urls),
    eventBytes: bytesIn(join(folder, 'eventStore')),
    messages: await sumOf('quicksale_bridge_published_total', [endpoints.bridge]),
    kafkaBytes: bytesIn(join(folder, 'kafka')),
    postgresBytes: row?.bytes ?? 0,
    transactions: row?.transactions ?? 0,
  };
};

/** How many batches the projector has made so far. */
export const countBatches = ({ endpoints }: System): Promise<number> =>
  sumOf('quicksale_projected_batches_total', [endpoints.projector]);

/** What each of so many orders has left behind. */
export const tracesPerOrder = (
  before: OrderTraces,
  after: OrderTraces,
  orders: number,
): OrderTraces => {
  const each = (of: keyof OrderTraces): number => (after[of] - before[of]) / orders;

  return {
    events: each('events'),
    eventBytes: each('eventBytes'),
    messages: each('messages'),
    kafkaBytes: each('kafkaBytes'),
    postgresBytes: each('postgresBytes'),
    transactions: each('transactions'),
  };
};

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const file = statSync(join(folder, name), { throwIfNoEntry: false });

    return sum + (file?.isFile() === true ? file.blocks * 512 : 0);
  }, 0);
