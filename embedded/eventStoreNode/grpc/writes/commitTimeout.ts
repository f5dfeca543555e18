import { TimeoutError, withTimeout } from '../../../../platform/concurrency/index.js';

/** After so long a caller is told that the outcome of its write is open. */
export const commitTimeoutMs = 2000;

/** Returns the result, or 'timeout'; the write itself goes on and may still succeed. */
export const withinCommitTimeout = async <T>(write: Promise<T>): Promise<T | 'timeout'> => {
  try {
    return await withTimeout(write, commitTimeoutMs, 'The write');
  } catch (error) {
    if (error instanceof TimeoutError) return 'timeout';
    throw error;
  }
};
