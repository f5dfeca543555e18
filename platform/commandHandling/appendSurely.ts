import {
  type EventStore,
  EventStoreUnavailable,
  type NewEvent,
  OutcomeUnknown,
  type StreamRevision,
  WrongExpectedRevision,
} from '../eventStore/index.js';
import { jittered, pause } from '../concurrency/index.js';

type Write = Readonly<{
  stream: string;
  events: readonly NewEvent[];
  expectedRevision: StreamRevision;
}>;

/** Milliseconds within which a last try may begin: with its own deadline a caller waits less than 10 s. */
const retryFor = 6000;

/**
 * Appends; an unknown outcome is settled by repeating the identical write (same ids, same expected revision), which the
 * store answers as if it were the first. Rejects with OutcomeUnknown when that does not help in time.
 */
export const appendSurely = async (
  eventStore: EventStore,
  { stream, events, expectedRevision }: Write,
  onRetry: () => void,
): Promise<bigint> => {
  const until = Date.now() + retryFor;
  let unknown: OutcomeUnknown | null = null;

  for (;;) {
    try {
      return (await eventStore.append(stream, events, { expectedRevision })).position;
    } catch (error) {
      if (error instanceof WrongExpectedRevision && unknown !== null)
        return await positionOfOwn(eventStore, { stream, events, expectedRevision }, error);
      if (error instanceof OutcomeUnknown) unknown = error;
      else if (!(error instanceof EventStoreUnavailable) || unknown === null) throw error;
      if (Date.now() >= until) throw unknown;
      onRetry();
      await pause(jittered(100));
    }
  }
};

/** A conflict after an unknown outcome: our own events may be what is in the way. */
const positionOfOwn = async (
  eventStore: EventStore,
  { stream, events, expectedRevision }: Write,
  conflict: WrongExpectedRevision,
): Promise<bigint> => {
  const from = expectedRevision === 'no_stream' ? 0 : expectedRevision + 1;
  const { events: stored } = await eventStore.read(stream, { from, maxCount: events.length });
  const last = stored.at(-1);
  if (last === undefined || !events.every(({ id }, index) => stored[index]?.id === id))
    throw conflict;

  return last.position;
};
