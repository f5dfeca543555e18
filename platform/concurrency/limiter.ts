import { createLinkedQueue, type LinkedQueue } from '../collections/index.js';

/** Gives back what was acquired. A second call does nothing. */
type Release = () => void;

/** A counting semaphore: bounds how many pieces of work are in flight, the rest waits in order. */
export type Limiter = Readonly<{
  /** Whether `max` pieces of work are in flight. */
  isFull: () => boolean;
  /** Number of those who wait in `acquire`. */
  waiting: () => number;
  /** Returns null where it is full, instead of waiting. */
  tryAcquire: () => Release | null;
  /** Resolves in the order of the calls, or to null when `timeoutMs` have passed. */
  acquire: (timeoutMs?: number) => Promise<Release | null>;
  /** Resolves as soon as nothing is in flight. */
  whenIdle: () => Promise<void>;
}>;

export const createLimiter = (max: number): Limiter => {
  const queue = createLinkedQueue<() => void>();
  const watchers = new Set<() => void>();
  let inFlight = 0;

  /** The next in the queue takes the place over, so that nobody overtakes it. */
  const releaseOne = (): void => {
    const next = queue.shift();
    if (next !== undefined) {
      next();

      return;
    }
    inFlight -= 1;
    if (inFlight > 0) return;
    for (const notify of watchers) notify();
    watchers.clear();
  };
  const isFull = (): boolean => inFlight >= max;
  const tryAcquire = (): Release | null => {
    if (isFull()) return null;
    inFlight += 1;

    return once(releaseOne);
  };

  return {
    isFull,
    waiting: queue.size,
    tryAcquire,
    acquire: (timeoutMs) => {
      const release = tryAcquire();

      return release === null ? inQueue(queue, releaseOne, timeoutMs) : Promise.resolve(release);
    },
    whenIdle: () =>
      inFlight === 0 ? Promise.resolve() : new Promise((resolve) => watchers.add(resolve)),
  };
};

const inQueue = (
  queue: LinkedQueue<() => void>,
  releaseOne: () => void,
  timeoutMs?: number,
): Promise<Release | null> =>
  new Promise((resolve) => {
    const admit = (): void => {
      clearTimeout(timer);
      resolve(once(releaseOne));
    };
    const giveUp = (): void => {
      remove();
      resolve(null);
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(giveUp, timeoutMs);
    const remove = queue.add(admit);
  });

const once = (releaseOne: () => void): Release => {
  let isReleased = false;

  return () => {
    if (isReleased) return;
    isReleased = true;
    releaseOne();
  };
};
