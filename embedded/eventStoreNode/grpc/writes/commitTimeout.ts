/** How long a write may take before its caller is told that the outcome is open, ms. */
export const commitTimeoutMs = 2000;

/** The result, or 'timeout'; the write itself goes on and may still succeed. */
export const withinCommitTimeout = async <T>(write: Promise<T>): Promise<T | 'timeout'> => {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<'timeout'>((resolve) => {
    timer = setTimeout(() => {
      resolve('timeout');
    }, commitTimeoutMs);
  });
  try {
    return await Promise.race([write, timeout]);
  } finally {
    clearTimeout(timer);
  }
};
