import type { EventStore, StoredEvent } from '../../platform/eventStore/index.js';
import { StreamIncomplete } from '../../platform/facts/index.js';
import { replay } from '../rebuild/replay.js';
import type { QuarantinedEvent } from './quarantinedEvents.js';

/**
 * Returns the records of the stream up to a position in `$all`. Those from the quarantined one on
 * have their positions there, of which messages are made; a stream read need not know them. Throws
 * StreamIncomplete.
 */
export const recordsOf = async (
  eventStore: EventStore,
  { stream, revision, position }: QuarantinedEvent,
  upTo: bigint,
): Promise<StoredEvent[]> => {
  const { events } = await eventStore.read(stream, { maxCount: revision + 1 });
  const records = events.map((event) =>
    event.revision === revision ? { ...event, position } : event,
  );
  for await (const batch of replay(eventStore, { after: position, upTo, streamPrefixes: [stream] }))
    for (const event of batch) if (event.stream === stream) records.push(event);
  const gap = records.findIndex((event, index) => event.revision !== index);
  if (gap >= 0) throw new StreamIncomplete(stream, gap);
  if (records.length <= revision) throw new StreamIncomplete(stream, records.length);

  return records;
};
