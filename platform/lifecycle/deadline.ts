/** The work did not end in time; what it did is unknown. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor(what: string, milliseconds: number) {
    super(`${what} took longer than ${milliseconds} ms`);
  }
}

/** The promise's own outcome, or a DeadlineError after `milliseconds`. The work itself is not aborted. */
export const withDeadline = async <T>(
  promise: Promise<T>,
  milliseconds: number,
  what: string,
): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(what, milliseconds)), milliseconds);
  });

  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
};
