import type { EventStore, StoredEvent } from '../../platform/eventStore/index.js';
import { arrivals } from '../arrivals.js';

type Range = Readonly<{ after: bigint | 'start'; upTo: bigint; streamPrefixes: readonly string[] }>;

/** A batch is folded in memory and written at once: bigger ones write an order fewer times. */
const maxBatch = 4000;

/**
 * The events after one position up to and with another, in batches. They must all have been stored before the call: then
 * whoever has caught up has seen them.
 */
export async function* replay(
  eventStore: EventStore,
  { after, upTo, streamPrefixes }: Range,
): AsyncGenerator<StoredEvent[]> {
  const ending = new AbortController();
  const { signal } = ending;
  try {
    const items = eventStore.subscribeToAll({ after, streamPrefixes, signal });
    for await (const batch of arrivals(items, maxBatch)) {
      const events = batch.flatMap((item) => (item.kind === 'event' ? [item.event] : []));
      const wanted = events.filter(({ position }) => position <= upTo);
      if (wanted.length > 0) yield wanted;
      if (wanted.length < events.length || batch.some(({ kind }) => kind === 'caughtUp')) return;
    }
    throw new Error('The event store ended the subscription before its end was reached');
  } finally {
    ending.abort();
  }
}
