import { createLimiter } from '../../../platform/concurrency/index.js';
import { unavailable } from '../../../platform/http/index.js';

/** Runs the work. Throws 503 BUSY when too much of it waits. */
type PasswordQueue = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets `maxInFlight` works run and `maxWaiting` more wait, in order. */
export const createPasswordQueue = ({
  maxInFlight,
  maxWaiting,
}: Readonly<{ maxInFlight: number; maxWaiting: number }>): PasswordQueue => {
  const limiter = createLimiter(maxInFlight);

  return async (work) => {
    if (limiter.isFull() && limiter.waiting() >= maxWaiting)
      throw unavailable('BUSY', 'Too many passwords are being checked', 2);
    const release = await limiter.acquire();
    try {
      return await work();
    } finally {
      release?.();
    }
  };
};
