import { Redis } from 'ioredis';
import pg from 'pg';
import type { BenchContext } from '../harness/benchContext.js';
import { startModule } from '../system/moduleProcess.js';
import type { System } from '../system/quickSale.js';

const tables = `
  CREATE SCHEMA IF NOT EXISTS shop;
  CREATE TABLE IF NOT EXISTS shop.products (id uuid PRIMARY KEY, stock integer NOT NULL CHECK (stock >= 0))
    WITH (fillfactor = 50);
  CREATE TABLE IF NOT EXISTS shop.orders (id uuid PRIMARY KEY, key text NOT NULL UNIQUE, product_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now());
  CREATE TABLE IF NOT EXISTS shop.outbox (id bigserial PRIMARY KEY, payload json NOT NULL);`;

type Goods = Readonly<{ productId: string; units: number }>;

/** Makes the shops' tables in QuickSale's Postgres where they are missing, and adds a product. */
export const fillShop = async (
  { endpoints }: Pick<System, 'endpoints'>,
  { productId, units }: Goods,
): Promise<void> => {
  const client = new pg.Client(endpoints.postgres);
  await client.connect();
  await client.query(tables);
  await client.query('INSERT INTO shop.products VALUES ($1, $2)', [productId, units]);
  await client.end();
  if (endpoints.redis === null) return;
  const redis = new Redis(endpoints.redis);
  await redis.set(`shop:stock:${productId}`, units);
  redis.disconnect();
};

/**
 * What people would build otherwise, each a bare http server on the very Postgres and Redis that
 * QuickSale uses: with the same durability for Postgres, with none for Redis. Resolves to their
 * URLs; the Redis shop is missing without a Redis.
 */
export const startShops = async (
  context: BenchContext,
  system: System,
  { productId, units }: Goods,
): Promise<Record<string, string>> => {
  const { endpoints } = system;
  await fillShop(system, { productId, units });
  const start = async (name: string, ...args: string[]): Promise<string> =>
    (await startModule(context, new URL(`./${name}.js`, import.meta.url), args)).url;
  const shops = {
    'Postgres, five statements': await start('postgresShop', endpoints.postgres, 'five'),
    'Postgres, one statement': await start('postgresShop', endpoints.postgres, 'one'),
  };
  if (endpoints.redis === null) return shops;

  return { ...shops, 'Redis, one script': await start('redisShop', endpoints.redis) };
};
