import type { ProductResource } from '../../../contracts/http/products.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Redis } from '../../../platform/redis/index.js';

/** A miss, an entry older than 1 s and a sick Redis look the same: null. */
export type RedisProductCache = Readonly<{
  get: (productId: string) => Promise<ProductResource | null>;
  /** `revision` is that of the stream when it was read. */
  put: (product: ProductResource, revision?: number) => Promise<void>;
  /** After a withdrawal: nobody who is late puts the product back. */
  forget: (productId: string, version: number) => Promise<void>;
}>;

// Version and revision outlive the body: a slow reader must not bring an old one back once the body
// is stale.
const write = `
local known = redis.call('HGET', KEYS[1], 'version')
if known and tonumber(known) > tonumber(ARGV[1]) then return 0 end
local seen = redis.call('HGET', KEYS[1], 'revision')
if known and tonumber(known) == tonumber(ARGV[1]) and seen and tonumber(seen) > tonumber(ARGV[3]) then return 0 end
local now = redis.call('TIME')
redis.call('HSET', KEYS[1], 'version', ARGV[1], 'body', ARGV[2], 'revision', ARGV[3], 'until', now[1] * 1000 + now[2] / 1000 + 1000)
redis.call('PEXPIRE', KEYS[1], 60000)
return 1`;

const read = `
local entry = redis.call('HMGET', KEYS[1], 'body', 'until')
local now = redis.call('TIME')
if not entry[2] or tonumber(entry[2]) < now[1] * 1000 + now[2] / 1000 then return false end
return entry[1]`;

type Entry = Readonly<{ version: number; body: string; revision: number }>;

// Entries of releases whose products had no stock are under other keys.
const keyOf = (productId: string): string => `quicksale:product:2:${productId}`;

/** Products in Redis, at most 1 s old and overwritten only by the same or a higher version. */
export const createRedisProductCache = (redis: Redis | null, logger: Logger): RedisProductCache => {
  if (redis === null) return noCache;

  const store = async (productId: string, { version, body, revision }: Entry): Promise<void> => {
    await redis.eval(write, 1, keyOf(productId), version, body, revision).catch(ignore(logger));
  };

  return {
    get: async (productId) => {
      const body = await redis.eval(read, 1, keyOf(productId)).catch(ignore(logger));

      return typeof body === 'string' && body !== '' ? (JSON.parse(body) as ProductResource) : null;
    },
    put: (product, revision = 0) =>
      store(product.id, { version: product.version, body: JSON.stringify(product), revision }),
    forget: (productId, version) =>
      store(productId, { version: version + 1, body: '', revision: 0 }),
  };
};

const noCache: RedisProductCache = {
  get: () => Promise.resolve(null),
  put: () => Promise.resolve(),
  forget: () => Promise.resolve(),
};

const ignore = (logger: Logger) => (error: unknown) => {
  logger.debug({ err: error }, 'product cache bypassed');

  return null;
};
