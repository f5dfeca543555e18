/** How long a write may take before its caller is told that the outcome is open, ms. */
export const COMMIT_TIMEOUT = 2000;

/** The result, or 'timeout'; the write itself goes on and may still succeed. */
export async function withinCommitTimeout<T>(write: Promise<T>): Promise<T | 'timeout'> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => {
      resolve('timeout');
    }, COMMIT_TIMEOUT);
  });
  try {
    return await Promise.race([write, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
