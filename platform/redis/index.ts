import { Redis } from 'ioredis';
import { backoffMs } from '../concurrency/index.js';
import type { Logger } from '../logging/index.js';

export type { Redis } from 'ioredis';

const reconnectDelays = { minMs: 100, maxMs: 2000 };

/**
 * Returns a client that fails fast: commands time out after 200 ms and are not queued while Redis
 * is away. It connects in the background, and reconnects for ever.
 */
export const connectRedis = (url: string, logger: Logger): Redis => {
  const redis = new Redis(url, {
    commandTimeout: 200,
    connectTimeout: 1000,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => backoffMs(attempt - 1, reconnectDelays),
  });
  redis.on('error', (error: Error) => logger.warn({ err: error }, 'redis is away'));

  return redis;
};

/** Returns null without an address: all that uses Redis works without it. */
export const redisIfConfigured = (url: string | null, logger: Logger): Redis | null =>
  url === null ? null : connectRedis(url, logger);
