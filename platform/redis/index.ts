import { Redis } from 'ioredis';
import { jittered } from '../concurrency/index.js';
import type { Logger } from '../logging/index.js';

export type { Redis } from 'ioredis';

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
    retryStrategy: (attempt) => jittered(Math.min(100 * attempt, 2000)),
  });
  redis.on('error', (error: Error) => logger.warn({ err: error }, 'redis is away'));

  return redis;
};

/** Returns null without an address: all that uses Redis works without it. */
export const redisIfConfigured = (url: string | null, logger: Logger): Redis | null =>
  url === null ? null : connectRedis(url, logger);
