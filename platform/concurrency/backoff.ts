import { jittered, pause } from './pause.js';

type BackoffOptions = Readonly<{ minMs: number; maxMs: number }>;

/** The delays between the tries of one piece of work: exponential, with jitter. */
export type Backoff = Readonly<{
  /** Returns the delay after one more failure, in milliseconds. */
  nextMs: () => number;
  /** Pauses for that long, or until `signal` aborts; never rejects. */
  wait: (signal?: AbortSignal) => Promise<void>;
  /** To be called after a success: the next delay is a first one. */
  reset: () => void;
}>;

export const createBackoff = (options: BackoffOptions): Backoff => {
  let failures = 0;
  const nextMs = (): number => backoffMs(failures++, options);

  return {
    nextMs,
    wait: (signal) => pause(nextMs(), signal),
    reset: () => {
      failures = 0;
    },
  };
};

/**
 * Returns a delay in milliseconds for callers that count their failures: `minMs` after none before,
 * doubling up to `maxMs`, with jitter.
 */
export const backoffMs = (failuresBefore: number, { minMs, maxMs }: BackoffOptions): number =>
  jittered(Math.min(minMs * 2 ** failuresBefore, maxMs));
