/** Throws where nobody catches: the process' last-resort handler logs it and exits with 1, and the supervisor starts anew. */
export const crashProcess = (error: Error): void => {
  setImmediate(() => {
    throw error;
  });
};
