/** What a connection has been sent and has not read. */
type Unread = { bytes: number; since: number };

/** A connection as far as this needs it: something that can be ended. */
type Ending = Readonly<{ destroy: () => unknown }>;

export type UnreadResponses = Readonly<{
  add: (connection: Ending, bytes: number) => void;
  /** Of a response that has left. */
  remove: (connection: Ending, bytes: number) => void;
  forget: (connection: Ending) => void;
}>;

const defaultLimit = 64 * 1024 * 1024;

/**
 * Bounds the memory of responses that nobody reads. When all connections together leave more than
 * `limit` bytes unread, the one that has not read for longest is ended.
 */
export const createUnreadResponses = (limit = defaultLimit): UnreadResponses => {
  const connections = new Map<Ending, Unread>();
  let total = 0;

  const forget = (connection: Ending): void => {
    total -= connections.get(connection)?.bytes ?? 0;
    connections.delete(connection);
  };

  return {
    forget,
    add: (connection, bytes) => {
      const unread = connections.get(connection) ?? { bytes: 0, since: performance.now() };
      unread.bytes += bytes;
      total += bytes;
      connections.set(connection, unread);
      while (total > limit && connections.size > 1) {
        const slowest = slowestOf(connections);
        forget(slowest);
        slowest.destroy();
      }
    },
    remove: (connection, bytes) => {
      const unread = connections.get(connection);
      if (unread === undefined) return;
      unread.bytes -= bytes;
      unread.since = performance.now();
      total -= bytes;
      if (unread.bytes === 0) connections.delete(connection);
    },
  };
};

const slowestOf = (connections: ReadonlyMap<Ending, Unread>): Ending => {
  const [[slowest]] = [...connections].sort(([, a], [, b]) => a.since - b.since) as [
    [Ending, Unread],
  ];

  return slowest;
};
