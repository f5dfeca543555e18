import { pause } from '../../platform/concurrency/index.js';
import type { EventStore } from '../../platform/eventStore/index.js';
import { ProjectionHalted } from './errors.js';
import { type Term, wayOut } from './term.js';

/** In milliseconds: so long may a node be behind, right after an election. */
const behindMs = 3_000;

/**
 * Returns the position of the log's end. While that lies before `reached` it waits for some
 * seconds, since the node that is read from may have been a follower a moment ago.
 */
export const headOnceAt = async (
  eventStore: Pick<EventStore, 'headPosition'>,
  reached: bigint | null,
  signal: AbortSignal,
): Promise<bigint> => {
  const until = performance.now() + behindMs;
  for (;;) {
    const head = await eventStore.headPosition();
    const isBehind = reached !== null && head < reached;
    if (!isBehind || signal.aborted || performance.now() >= until) return head;
    await pause(200, signal);
  }
};

/**
 * Throws ProjectionHalted when the event that the checkpoint names does not lie at its place: a
 * subscription from there would silently skip what the log holds instead.
 */
export const requireSameLog = async (
  eventStore: Pick<EventStore, 'idAt'>,
  { name, eventPosition, eventId }: Term,
): Promise<void> => {
  // an older release has written no id
  if (eventPosition === null || eventId === null) return;
  const found = await eventStore.idAt(eventPosition);
  if (found === eventId) return;
  throw new ProjectionHalted(
    `Checkpoint ${name} ends with event ${eventId} at position ${eventPosition}, but the event store has ` +
      `${found === null ? 'no event' : `event ${found}`} there: it was restored from an older copy, or is another. ${wayOut}`,
  );
};
