import type { EventStore, StoredRecord } from '../../platform/eventStore/index.js';
import { readBehind } from './readBehind.js';

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
 * Compares what a subscription has delivered with the end of the log. Records of other streams,
 * which it leaves out without a word, are told apart from events that it should have delivered.
 */
export const createLogTail = ({ eventStore, streamPrefixes, unseenMs }: Options): LogTail => {
  let unseenSince: number | null = null;
  const isSubscribed = ({ stream }: StoredRecord) =>
    streamPrefixes.some((prefix) => stream.startsWith(prefix));

  const clearUpTo = async (after: bigint | null): Promise<bigint | null> => {
    const hasSubscribed = (records: readonly StoredRecord[]) => records.some(isSubscribed);
    const { records, areAll } = await readBehind(eventStore, after, hasSubscribed);

    return !areAll || hasSubscribed(records) ? null : (records[0]?.position ?? after);
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
