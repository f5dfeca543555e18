import type { EventStore, StoredRecord } from '../../platform/eventStore/index.js';

/**
 * How many records are read from the end until the position is reached. A live subscription reports
 * its position more often than every 2048 records.
 */
const pages = [1, 64, 2_048];

export type Behind = Readonly<{
  /** Newest first, whoever wrote them. */
  records: readonly StoredRecord[];
  /** Whether these are all; there may be more when it was enough, or when they are very many. */
  areAll: boolean;
}>;

/**
 * Reads the log backwards from its end to a position, since at the position may be no record any
 * more; not so far once `isEnough` says so. Rejects with EventStoreUnavailable.
 */
export const readBehind = async (
  eventStore: Pick<EventStore, 'readTail'>,
  after: bigint | null,
  isEnough: (records: readonly StoredRecord[]) => boolean = () => false,
): Promise<Behind> => {
  let records: readonly StoredRecord[] = [];
  for (const page of pages) {
    const tail = await eventStore.readTail(page);
    records = tail.filter(({ position }) => after === null || position > after);
    if (records.length < page) return { records, areAll: true };
    if (isEnough(records)) break;
  }

  return { records, areAll: false };
};
