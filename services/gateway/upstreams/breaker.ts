/** What one request tells the breaker. Only the first call counts. */
export type Attempt = Readonly<{
  succeeded: () => void;
  failed: () => void;
  /** It says nothing about the upstream, such as one whose client has gone. */
  ended: () => void;
}>;

/** Stops sending to an upstream that does not answer, so that no request waits for it in vain. */
export type Breaker = Readonly<{
  /** Returns false while the upstream is left alone. */
  isClosed: () => boolean;
  /** To be called for each request that is sent. */
  begin: () => Attempt;
}>;

type Options = Readonly<{ failures?: number; restMs?: number; fullFrom?: number }>;

const usual = { failures: 10, restMs: 1000, fullFrom: 64 };

/**
 * Opens after `failures` in a row. After `restMs` one request may try, and with each that succeeds
 * one more may be in flight, until so many as `fullFrom` may; then all. One that fails meanwhile
 * opens it again: an upstream that has just come back does not get all requests at once.
 */
export const createBreaker = (options: Options = {}): Breaker => {
  const { failures, restMs, fullFrom } = { ...usual, ...options };
  let inARow = 0;
  let mostInFlight = Infinity;
  let inFlight = 0;
  let restsUntil = 0;
  /** Grows whenever it opens: requests from before say nothing of now. */
  let term = 0;

  const open = (): void => {
    term += 1;
    inARow = 0;
    inFlight = 0;
    mostInFlight = 1;
    restsUntil = performance.now() + restMs;
  };
  const noteSuccess = (): void => {
    inARow = 0;
    mostInFlight += 1;
    if (mostInFlight >= fullFrom) mostInFlight = Infinity;
  };
  const noteFailure = (): void => {
    inARow += 1;
    if (inARow >= failures || mostInFlight < Infinity) open();
  };

  return {
    isClosed: () => inFlight < mostInFlight && performance.now() >= restsUntil,
    begin: () => {
      const begunIn = term;
      let isOver = false;
      inFlight += 1;
      const end = (note: () => void) => (): void => {
        if (isOver || begunIn !== term) return;
        isOver = true;
        inFlight -= 1;
        note();
      };

      return { succeeded: end(noteSuccess), failed: end(noteFailure), ended: end(() => undefined) };
    },
  };
};
