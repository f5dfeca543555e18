import { openFileLimit } from '../../platform/process/index.js';

/** How many connections so many buyers have at once, with one load generator and one gateway. */
export type BuyersConnections = Readonly<{
  count: number;
  /** So many keep a socket open from the start; the others open one when they have an order. */
  sockets: number;
  /** Clicks that find none free wait for one, as they would before a full accept queue. */
  connections: number;
}>;

/** Files that a process needs besides, and the sockets of those who have an order. */
const reserved = 1_300;

/** Returns a socket and a connection for each buyer, or as many as the limit of open files has. */
export const connectionsFor = (count: number, limit = openFileLimit()): BuyersConnections => {
  const left = (limit ?? Infinity) - reserved;
  if (2 * count <= left) return { count, sockets: count, connections: count };
  const sockets = Math.min(count, Math.floor(left * 0.55));

  return { count, sockets, connections: Math.min(count, left - sockets) };
};
