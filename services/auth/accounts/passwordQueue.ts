import { unavailable } from '../../../platform/http/index.js';

export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

/** Lets `inFlight` works run and `waiting` more queue, in order; beyond that 503 BUSY. */
export const createGate = ({
  inFlight,
  waiting,
}: Readonly<{ inFlight: number; waiting: number }>): Gate => {
  const queue: (() => void)[] = [];
  let running = 0;

  const enter = async (): Promise<void> => {
    if (running < inFlight) running += 1;
    else if (queue.length < waiting) await new Promise<void>((resolve) => queue.push(resolve));
    else throw unavailable('BUSY', 'Too many passwords are being checked', 2);
  };

  // The place passes on to the one who waits longest.
  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
};
