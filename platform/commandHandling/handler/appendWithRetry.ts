import { jittered, pause, type SendLimit } from '../../concurrency/index.js';
import {
  type EventStore,
  EventStoreAccessDenied,
  EventStoreUnavailable,
  type NewEvent,
  OutcomeUnknown,
  type StreamRevision,
  WrongExpectedRevision,
} from '../../eventStore/index.js';

type Append = Readonly<{
  stream: string;
  events: readonly NewEvent[];
  expectedRevision: StreamRevision;
  /** For the first try; what was sent is repeated for as long as it takes. */
  deadline?: SendLimit;
}>;

/**
 * Within this time a last try may begin, which takes the 3 s of an append at most. It leaves room
 * for two: a repeat of what a cluster has not replicated yet gets no answer, but the next one does.
 */
const retryForMs = 7000;

/**
 * Appends, and returns the position of the last event. An unknown outcome is followed by an
 * idempotent retry: the same append again (same ids, same expected revision), which the store
 * treats as if it were the first. Throws OutcomeUnknown when that does not help in time.
 */
export const appendWithRetry = async (
  eventStore: EventStore,
  append: Append,
  onRetry: () => void,
): Promise<bigint> => {
  const until = performance.now() + retryForMs;
  let unknown: OutcomeUnknown | null = null;

  for (;;) {
    try {
      return await (unknown === null ? appendOnce : appendAgain)(eventStore, append);
    } catch (error) {
      if (error instanceof OutcomeUnknown) unknown = error;
      else if (unknown === null || !leavesOpen(error)) throw error;
      if (performance.now() >= until) throw unknown;
      onRetry();
      await pause(jittered(100));
    }
  }
};

/** What a repeat may meet without saying anything about the tries before it. */
const leavesOpen = (error: unknown): boolean =>
  error instanceof EventStoreUnavailable || error instanceof EventStoreAccessDenied;

const appendOnce = async (
  eventStore: EventStore,
  { stream, events, ...options }: Append,
): Promise<bigint> => (await eventStore.append(stream, events, options)).position;

/** A conflict after an unknown outcome: our own events may be what is in the way. */
const appendAgain = async (
  eventStore: EventStore,
  { deadline: _, ...append }: Append,
): Promise<bigint> => {
  try {
    return await appendOnce(eventStore, append);
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;

    return await positionOfOwn(eventStore, append, error);
  }
};

const positionOfOwn = async (
  eventStore: EventStore,
  { stream, events, expectedRevision }: Append,
  conflict: WrongExpectedRevision,
): Promise<bigint> => {
  const from = expectedRevision === 'no_stream' ? 0 : expectedRevision + 1;
  const { events: stored } = await eventStore.read(stream, { from, maxCount: events.length });
  const last = stored.at(-1);
  if (last === undefined || !events.every(({ id }, index) => stored[index]?.id === id))
    throw conflict;

  return last.position;
};
