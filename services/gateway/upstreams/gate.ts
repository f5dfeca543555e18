import { createLimiter } from '../../../platform/concurrency/index.js';
import { type Problem, unavailable } from '../../../platform/http/index.js';
import type { UpstreamName } from '../routes.js';
import { type Attempt, type Breaker, createBreaker } from './breaker.js';

/** One request's way through the gate. Of what it tells of the upstream only the first counts. */
export type Passage = Omit<Attempt, 'ended'> &
  Readonly<{
    /** How long it waited for its place, in milliseconds; 0 when there was one. */
    waitedMs: number;
    /**
     * There was no response in time. Of one that had to wait, while others had theirs, it says that
     * there is much to do, not that the upstream is away.
     */
    timedOut: () => void;
    /** Makes room for another request; the upstream has nothing to do with this one any more. */
    release: () => void;
  }>;

/** What stands before an upstream, whether it is called or connected to. */
export type Gate = Readonly<{
  /** Throws 503 UPSTREAM_UNAVAILABLE while the upstream does not answer. */
  requireOpen: () => void;
  /**
   * The same; waits for a place, in order, so many milliseconds or less, and throws 503 BUSY when
   * it gets none.
   */
  acquire: (withinMs: number) => Promise<Passage>;
  /** Returns false while the upstream does not answer. */
  isOpen: () => boolean;
  /** How many requests are in flight. */
  inFlight: () => number;
  /** How many wait for a place. */
  waiting: () => number;
}>;

type Limits = Readonly<{ max?: number; waitMs?: number; mostWaiting?: number }>;

/**
 * More would wait for each other, cost more each, and be accepted faster than they are decided. Of
 * one that waits for a place nothing is done yet.
 */
const usual = { max: 128, waitMs: 3_000, mostWaiting: 10_000 };

/** A request that has less time when it gets a place, in milliseconds, would be done for nobody. */
export const leastLeftMs = 50;

export const createGate = (name: UpstreamName, limits: Limits = {}): Gate => {
  const { max, waitMs, mostWaiting } = { ...usual, ...limits };
  const breaker = createBreaker();
  const places = createLimiter(max);
  const { begin, inFlight } = createPassages(breaker);

  const requireOpen = (): void => {
    if (!breaker.isClosed()) throw upstreamUnavailable(name);
  };
  const tryAcquire = (): Passage | null => {
    requireOpen();
    const releasePlace = places.tryAcquire();

    return releasePlace && begin(releasePlace, 0);
  };
  const waitForPlace = async (withinMs: number): Promise<Passage> => {
    const calledAt = performance.now();
    const mostMs = Math.max(0, Math.min(waitMs, withinMs));
    const releasePlace = places.waiting() < mostWaiting ? await places.acquire(mostMs) : null;
    if (releasePlace === null) throw busy(name);
    if (breaker.isClosed()) return begin(releasePlace, performance.now() - calledAt);
    releasePlace();
    throw upstreamUnavailable(name);
  };

  return {
    requireOpen,
    isOpen: breaker.isClosed,
    inFlight,
    waiting: places.waiting,
    acquire: async (withinMs) => tryAcquire() ?? waitForPlace(withinMs),
  };
};

const createPassages = (breaker: Breaker) => {
  let inFlight = 0;
  let respondedAt = -Infinity;

  return {
    inFlight: () => inFlight,
    begin: (releasePlace: () => void, waitedMs: number): Passage => {
      const { succeeded, failed, ended } = breaker.begin();
      const begunAt = performance.now();
      let isInside = true;
      let isOver = false;
      inFlight += 1;
      const first = (what: () => void) => (): void => {
        if (!isOver) what();
        isOver = true;
      };

      return {
        waitedMs,
        succeeded: first(() => {
          respondedAt = performance.now();
          succeeded();
        }),
        failed: first(failed),
        timedOut: first(waitedMs > 0 ? () => (respondedAt < begunAt ? failed() : ended()) : failed),
        release: () => {
          ended();
          releasePlace();
          if (isInside) inFlight -= 1;
          isInside = false;
        },
      };
    },
  };
};

export const busy = (name: UpstreamName): Problem =>
  unavailable('BUSY', `Too many requests for ${name} are waiting`);

export const upstreamUnavailable = (name: UpstreamName): Problem =>
  unavailable('UPSTREAM_UNAVAILABLE', `The ${name} service does not answer`);
