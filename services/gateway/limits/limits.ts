import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { Rate } from '../../../platform/config/index.js';
import { problem, unavailable, type Problem } from '../../../platform/http/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Redis } from '../../../platform/redis/index.js';
import { limitNames, type LimitName } from '../routes.js';

/** Headers that tell the client of its limit. */
type LimitHeaders = Readonly<Record<string, string>>;

/**
 * Counts one request. Returns null without a limit. Throws 429 RATE_LIMITED, or 503 for a login
 * while Redis is away.
 */
export type ConsumePoint = (limit: LimitName, key: string) => Promise<LimitHeaders | null>;

type Options = Readonly<{
  metrics: Metrics;
  rates: Readonly<Record<LimitName, Rate | 'off'>>;
  /** Counters that all gateways share; without it each counts for itself. */
  redis: Redis | null;
}>;

export const createLimits = ({ rates, redis, metrics }: Options): ConsumePoint => {
  const limiters = new Map<LimitName, RateLimiterAbstract>();
  const limited = metrics.counter({
    name: 'quicksale_gateway_limited_total',
    help: 'Requests that were answered 429',
    labels: ['limit'],
  });
  for (const name of limitNames) {
    const rate = rates[name];
    if (rate !== 'off') limiters.set(name, createLimiter(name, rate, redis));
  }

  return async (name, key) => {
    const limiter = limiters.get(name);
    if (limiter === undefined) return null;
    try {
      return toHeaders(limiter, await limiter.consume(key));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw cannotCount();
      limited.inc({ limit: name });
      throw tooMany(limiter, refusal);
    }
  };
};

const createLimiter = (name: LimitName, rate: Rate, redis: Redis | null): RateLimiterAbstract => {
  const options = {
    keyPrefix: `quicksale:limit:${name}`,
    points: rate.points,
    duration: rate.seconds,
  };
  const inMemory = new RateLimiterMemory(options);
  if (redis === null) return inMemory;

  return new RateLimiterRedis({
    ...options,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    // A client over the limit costs Redis nothing until the window ends.
    inMemoryBlockOnConsumed: rate.points + 1,
    // Guessing passwords must not become free by breaking Redis.
    ...(name !== 'login' && name !== 'account' && { insuranceLimiter: inMemory }),
  });
};

const toHeaders = (
  { points }: RateLimiterAbstract,
  { remainingPoints, msBeforeNext }: RateLimiterRes,
): LimitHeaders => ({
  'RateLimit-Limit': String(points),
  'RateLimit-Remaining': String(remainingPoints),
  'RateLimit-Reset': String(Math.ceil(msBeforeNext / 1000)),
});

const tooMany = (limiter: RateLimiterAbstract, refusal: RateLimiterRes): Problem => {
  const headers = toHeaders(limiter, refusal);
  const seconds = headers['RateLimit-Reset'] ?? '1';

  return problem(429, 'RATE_LIMITED', `Too many requests; try again in ${seconds} s`, {
    headers: { ...headers, 'Retry-After': String(Math.max(1, Number(seconds))) },
  });
};

const cannotCount = (): Problem =>
  unavailable('LIMITER_UNAVAILABLE', 'Logins cannot be counted at the moment', 2);
