/** Resolves after `delayMs`; rejects when `signal` aborts. */
export const pause = (delayMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new DOMException('Stopped', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, delayMs);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });

const firstMs = 300;
const longestMs = 8_000;

/**
 * Returns how long to wait before the next attempt: at least what the server said, and not all at
 * the same time. `attempt` counts from 1.
 */
export const delayMsOf = (attempt: number, retryAfterMs: number): number => {
  const longest = Math.min(longestMs, firstMs * 2 ** (attempt - 1));

  return retryAfterMs + longest * (0.5 + Math.random() / 2);
};
