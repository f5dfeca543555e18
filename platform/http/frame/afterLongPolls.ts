import type { RequestListener } from 'node:http';

/** So long sockets may be read in one go before timers have their turn. */
const longFromMs = 100;

/**
 * Returns the same listener, which in a long poll phase runs after that phase. With more than 1 024
 * descriptors ready at a time libuv reads on and on, 48 rounds, before any timer or close callback
 * runs: seconds, when every answer makes the next request. What is served after the phase makes
 * no descriptor ready within it, so that it ends with the requests that are there.
 */
export const afterLongPolls = (
  listener: RequestListener,
  now: () => number = () => performance.now(),
): RequestListener => {
  let begunAt: number | null = null;

  return (request, response) => {
    if (begunAt === null) {
      begunAt = now();
      setImmediate(() => {
        begunAt = null;
      });
    }
    if (now() - begunAt < longFromMs) listener(request, response);
    else setImmediate(listener, request, response);
  };
};
