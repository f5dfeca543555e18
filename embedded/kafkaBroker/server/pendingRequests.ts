/** What the requests of all connections take that have no response yet. */
export type PendingRequests = Readonly<{
  add: (bytes: number) => void;
  remove: (bytes: number) => void;
  /** Whether connections that have requests pending are to send no more. */
  isFull: () => boolean;
  /** Has `onRoom` called as soon as it is full no more; once, however often it is given. */
  whenRoom: (onRoom: () => void) => void;
  forget: (onRoom: () => void) => void;
}>;

const defaultLimit = 128 * 1024 * 1024;

/** Bounds the memory of requests that wait, whatever the number of connections is. */
export const createPendingRequests = (limit = defaultLimit): PendingRequests => {
  const listeners = new Set<() => void>();
  let total = 0;
  const isFull = (): boolean => total >= limit;

  return {
    isFull,
    add: (bytes) => {
      total += bytes;
    },
    remove: (bytes) => {
      total -= bytes;
      if (isFull() || listeners.size === 0) return;
      const waiting = [...listeners];
      listeners.clear();
      for (const onRoom of waiting) onRoom();
    },
    whenRoom: (onRoom) => {
      listeners.add(onRoom);
    },
    forget: (onRoom) => {
      listeners.delete(onRoom);
    },
  };
};
