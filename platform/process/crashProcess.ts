/**
 * Throws where nobody catches: the process' last-resort handler logs the error and exits with 1,
 * and the supervisor restarts the process.
 */
export const crashProcess = (error: Error): void => {
  setImmediate(() => {
    throw error;
  });
};
