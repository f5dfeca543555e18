import { createLimiter } from '../../../platform/concurrency/index.js';
import { type Problem, unavailable } from '../../../platform/http/index.js';
import type { UpstreamName } from '../routes.js';
import { type Attempt, createBreaker } from './breaker.js';

/** One request's way through the gate. */
export type Passage = Omit<Attempt, 'ended'> &
  Readonly<{
    /** Makes room for another request; the upstream has nothing to do with this one any more. */
    release: () => void;
  }>;

/** What stands before an upstream, whether it is called or connected to. */
export type Gate = Readonly<{
  /** Throws 503 UPSTREAM_UNAVAILABLE while the upstream does not answer. */
  requireOpen: () => void;
  /** The same, and 503 BUSY when too many requests are in flight. */
  acquire: () => Passage;
  /** Returns false while the upstream does not answer. */
  isOpen: () => boolean;
  /** How many requests are in flight. */
  inFlight: () => number;
}>;

/** More would wait for each other: they time out after they were done, and are done for nobody. */
const mostInFlight = 400;

export const createGate = (name: UpstreamName, max = mostInFlight): Gate => {
  const breaker = createBreaker();
  const places = createLimiter(max);
  let inFlight = 0;

  const requireOpen = (): void => {
    if (!breaker.isClosed()) throw upstreamUnavailable(name);
  };

  return {
    requireOpen,
    isOpen: breaker.isClosed,
    inFlight: () => inFlight,
    acquire: () => {
      requireOpen();
      const releasePlace = places.tryAcquire();
      if (releasePlace === null)
        throw unavailable('BUSY', `Too many requests for ${name} are waiting`);
      const { succeeded, failed, ended } = breaker.begin();
      let isInside = true;
      inFlight += 1;

      return {
        succeeded,
        failed,
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

export const upstreamUnavailable = (name: UpstreamName): Problem =>
  unavailable('UPSTREAM_UNAVAILABLE', `The ${name} service does not answer`);
