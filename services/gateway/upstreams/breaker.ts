/** Stops sending to an upstream that does not answer, so that no request waits for it in vain. */
export type Breaker = Readonly<{
  /** Returns false while the upstream is left alone; every `restMs` one request may try. */
  isClosed: () => boolean;
  succeeded: () => void;
  failed: () => void;
}>;

type Options = Readonly<{ failures?: number; restMs?: number }>;

/** Opens after `failures` in a row. */
export const createBreaker = ({ failures = 10, restMs = 1000 }: Options = {}): Breaker => {
  let inARow = 0;
  let nextTryAt = 0;

  return {
    isClosed: () => {
      if (inARow < failures) return true;
      if (performance.now() < nextTryAt) return false;
      nextTryAt = performance.now() + restMs;

      return true;
    },
    succeeded: () => {
      inARow = 0;
    },
    failed: () => {
      inARow += 1;
      nextTryAt = performance.now() + restMs;
    },
  };
};
