import { openFileLimit } from '../process/index.js';

/** More would be of no use to one process. */
const most = 20_000;

/** In files: logs, and connections that the process opens itself. */
const reserved = 600;

/**
 * Returns how many connections of clients a server may accept, so that files are left for the rest
 * of its process: without one, the process itself reaches nobody any more. Further clients are
 * refused, and try again.
 */
export const mostConnections = (filesPerConnection = 1, limit = openFileLimit()): number => {
  if (limit === null) return most;
  const left = Math.max(limit - reserved, limit / 2);

  return Math.min(most, Math.floor(left / filesPerConnection));
};
