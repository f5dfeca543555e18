import type { Event } from '../../domain/decider.js';
import type { EventStore, StoredEvent, StreamRevision } from '../eventStore/index.js';
import { StreamIncomplete } from './errors.js';
import type { FactReader } from './factReader.js';

type Deps<E extends Event> = Readonly<{
  eventStore: Pick<EventStore, 'read'>;
  toFact: FactReader<E>;
}>;

export type Facts<E extends Event> = Readonly<{
  events: readonly StoredEvent<E>[];
  revision: StreamRevision;
}>;

/**
 * Reads a stream like `EventStore.read`, as facts. Throws what that throws, UnreadableEvent, and
 * StreamIncomplete when the events do not follow on each other, from revision `from` on.
 */
export const readFacts = async <E extends Event>(
  { eventStore, toFact }: Deps<E>,
  stream: string,
  range: Readonly<{ from?: number; maxCount?: number }> = {},
): Promise<Facts<E>> => {
  const { events, revision } = await eventStore.read(stream, range);
  const { from = 0 } = range;
  const gap = events.findIndex((event, index) => event.revision !== from + index);
  if (gap >= 0) throw new StreamIncomplete(stream, from + gap);

  return { events: events.map(toFact), revision };
};
