import type { EventStore, StoredRecord } from '../../platform/eventStore/index.js';

type Options = Readonly<{
  eventStore: Pick<EventStore, 'readTail'>;
  /** Of the streams that are subscribed to. */
  streamPrefixes: readonly string[];
  /** In milliseconds: how long events may lie there before they count as unseen. */
  unseenMs: number;
}>;

/** What lies behind a position up to the end of the log. */
export type Tail = Readonly<{
  /** Position of the last record, when none behind the position is of a subscribed stream. */
  clearUpTo: bigint | null;
  /** There were some for `unseenMs`, and nothing was heard of them. */
  isUnseen: boolean;
}>;

export type LogTail = Readonly<{
  /** Rejects with EventStoreUnavailable. */
  read: (after: bigint | null) => Promise<Tail>;
  /** To be called when the subscription has delivered something. */
  heard: () => void;
}>;

/**
 * How many records are read from the end until the position is reached. A live subscription reports
 * its position more often than every 2048 records.
 */
const pages = [1, 64, 2_048];

/**
 * Compares what a subscription has delivered with the end of the log. Records of other streams,
 * which it leaves out without a word, are told apart from events that it should have delivered. The
 * log is read backwards from its end, since at the position may be no record any more.
 */
export const createLogTail = ({ eventStore, streamPrefixes, unseenMs }: Options): LogTail => {
  let unseenSince: number | null = null;
  const isSubscribed = ({ stream }: StoredRecord) =>
    streamPrefixes.some((prefix) => stream.startsWith(prefix));

  const clearUpTo = async (after: bigint | null): Promise<bigint | null> => {
    for (const page of pages) {
      const records = await eventStore.readTail(page);
      const behind = records.filter(({ position }) => after === null || position > after);
      if (behind.some(isSubscribed)) return null;
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

      return {
        clearUpTo: clear,
        isUnseen: unseenSince !== null && now - unseenSince >= unseenMs,
      };
    },
  };
};
