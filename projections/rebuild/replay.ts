import type { EventStore, StoredEvent, SubscriptionItem } from '../../platform/eventStore/index.js';
import { asyncBatches } from '../../platform/concurrency/index.js';

type Range = Readonly<{ after: bigint | 'start'; upTo: bigint; streamPrefixes: readonly string[] }>;

/**
 * A batch is folded in memory and written at once: the events of an order that come in one batch
 * cost one write. It may grow to twice as many events, and the last one may be smaller.
 */
const fullBatch = 4000;

/**
 * The events after one position up to and with another, in batches. They must all have been stored
 * before the call: then whoever has caught up has seen them.
 */
export async function* replay(
  eventStore: EventStore,
  { after, upTo, streamPrefixes }: Range,
): AsyncGenerator<StoredEvent[]> {
  const ending = new AbortController();
  const { signal } = ending;
  try {
    const items = eventStore.subscribeToAll({ after, streamPrefixes, signal });
    let batch: StoredEvent[] = [];
    for await (const arrived of asyncBatches(items, { maxBatch: fullBatch })) {
      const events = arrived.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
      const wanted = events.filter(({ position }) => position <= upTo);
      batch.push(...wanted);
      const isOver = wanted.length < events.length || arrived.some(isCaughtUp);
      if (batch.length >= fullBatch || (isOver && batch.length > 0)) {
        yield batch;
        batch = [];
      }
      if (isOver) return;
    }
    throw new Error('The event store ended the subscription before its end was reached');
  } finally {
    ending.abort();
  }
}

const isCaughtUp = ({ kind }: SubscriptionItem): boolean => kind === 'caughtUp';
