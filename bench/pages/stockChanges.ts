import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { stockChannel } from '../../projections/products/notifications.js';

const everyMs = 20;

type Pace = Readonly<{ perSecond: number; seconds: number }>;

/**
 * Tells new levels of the products, each in turn, as the projector's commits do: several at once,
 * on the channel of Postgres. `available` is the time of `performance.now()` in milliseconds.
 */
export const tellStock = async (
  databaseUrl: string,
  productIds: readonly string[],
  { perSecond, seconds }: Pace,
): Promise<number> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const startedAt = performance.now();
  let told = 0;
  while (performance.now() - startedAt < seconds * 1000) {
    const due = Math.floor(((performance.now() - startedAt) / 1000) * perSecond);
    const levels = Array.from({ length: Math.min(50, due - told) }, (_, index) =>
      levelOf(productIds, told + index),
    );
    told += levels.length;
    if (levels.length > 0)
      await client.query('SELECT pg_notify($1, $2)', [stockChannel, JSON.stringify(levels)]);
    await sleep(everyMs);
  }
  await client.end();

  return told;
};

const levelOf = (productIds: readonly string[], index: number) => {
  const now = Math.floor(performance.now());

  return {
    productId: productIds[index % productIds.length],
    available: now,
    waiting: 0,
    revision: now,
  };
};
