import type { EventStore } from '../../platform/eventStore/index.js';

type Options = Readonly<{
  eventStore: Pick<EventStore, 'readTail'>;
  streamPrefixes: readonly string[];
  /** In milliseconds: so long may events lie unseen before their subscription counts as dead. */
  unseenMs: number;
}>;

/** What the end of the log holds behind a position. */
export type LogTail = Readonly<{
  /** Position of the last record, when none behind the position is an event of the streams. */
  clearUpTo: bigint | null;
  /** Events have come, and none was heard of for too long. */
  isDead: boolean;
}>;

export type LogTailReader = Readonly<{
  /** Rejects with EventStoreUnavailable. */
  read: (after: bigint | null) => Promise<LogTail>;
  /** To be called when the subscription has delivered something. */
  heard: () => void;
}>;

/** Records to read from the end until the position is found. A live subscription reports more often than the last. */
const pages = [1, 64, 2_048];

/**
 * Compares what a subscription has delivered with the end of the log, which it reads backwards from
 * its end: that needs no record at the position. Somebody else's records, which the subscription
 * leaves out without a word, are told apart from events that it should have delivered.
 */
export const createLogTailReader = ({
  eventStore,
  streamPrefixes,
  unseenMs,
}: Options): LogTailReader => {
  const isOwn = ({ stream }: { stream: string }) =>
    streamPrefixes.some((prefix) => stream.startsWith(prefix));
  let unseenSince: number | null = null;

  const clearUpTo = async (after: bigint | null): Promise<bigint | null> => {
    for (const page of pages) {
      const records = await eventStore.readTail(page);
      const behind = records.filter(({ position }) => after === null || position > after);
      if (behind.some(isOwn)) return null;
      if (behind.length < page) return behind[0]?.position ?? after;
    }

    return null;
  };

  return {
    heard: () => {
      unseenSince = null;
    },
    read: async (after) => {
      const clear = await clearUpTo(after);
      const now = performance.now();
      unseenSince = clear === null ? (unseenSince ?? now) : null;

      return { clearUpTo: clear, isDead: unseenSince !== null && now - unseenSince >= unseenMs };
    },
  };
};
