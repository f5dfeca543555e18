/** The work did not end in time; what it did is unknown. */
export class TimeoutError extends Error {
  override readonly name = 'TimeoutError';

  constructor(what: string, timeoutMs: number) {
    super(`${what} took longer than ${timeoutMs} ms`);
  }
}

/**
 * Returns the promise's own outcome, or throws TimeoutError after `timeoutMs`. The work itself is
 * not aborted. `what` names it in the message.
 */
export const withTimeout = <T>(promise: Promise<T>, timeoutMs: number, what: string): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimeoutError(what, timeoutMs)), timeoutMs);
    const untimed =
      <Outcome>(by: (outcome: Outcome) => void) =>
      (outcome: Outcome): void => {
        clearTimeout(timer);
        by(outcome);
      };
    promise.then(untimed(resolve), untimed(reject));
  });
