/** What the requests of all connections take that have no response yet. */
export type PendingRequests = Readonly<{
  add: (bytes: number) => void;
  remove: (bytes: number) => void;
  /** Whether connections that have requests pending are to send no more. */
  isFull: () => boolean;
  /** Has `look` called as soon as it is full no more; once, however often it is given. */
  whenRoom: (look: () => void) => void;
  forget: (look: () => void) => void;
}>;

const defaultLimit = 128 * 1024 * 1024;

/** Bounds the memory of requests that wait, whatever the number of connections is. */
export const createPendingRequests = (limit = defaultLimit): PendingRequests => {
  const looks = new Set<() => void>();
  let total = 0;
  const isFull = (): boolean => total >= limit;

  return {
    isFull,
    add: (bytes) => {
      total += bytes;
    },
    remove: (bytes) => {
      total -= bytes;
      if (isFull() || looks.size === 0) return;
      const waiting = [...looks];
      looks.clear();
      for (const look of waiting) look();
    },
    whenRoom: (look) => {
      looks.add(look);
    },
    forget: (look) => {
      looks.delete(look);
    },
  };
};
