import type { Command, Decider, Event } from '../../../domain/decider.js';
import { earliestOf, jittered, pause, type SendLimit } from '../../concurrency/index.js';
import { type EventStore, WrongExpectedRevision } from '../../eventStore/index.js';
import type { VersionOf } from '../../facts/index.js';
import type { Loaded } from '../types.js';
import { appendWithRetry } from './appendWithRetry.js';
import type { ConflictBackoff } from './conflictBackoff.js';
import { type CommandRequest, decideBatch, type DecidedBatch } from './decideBatch.js';
import { HandlerBusy } from './handlerBusy.js';
import type { CommandMetrics } from './metrics.js';
import { nextRevision, type StreamState } from './streamState.js';

/** What the streams of a handler have in common. */
export type StreamRules<State, C extends Command, E extends Event> = Readonly<{
  eventStore: EventStore;
  decider: Decider<State, C, E>;
  versionOf: VersionOf<E>;
  isFinalWithoutRead: (command: C, state: State) => boolean;
  startsStream: (command: C) => boolean;
  metrics: CommandMetrics;
  /** Gets the error of each command that was refused. */
  noteError: (error: unknown) => void;
}>;

/** One stream, and what it takes to write to it. */
export type StreamTarget<State, C extends Command, E extends Event> = Readonly<{
  rules: StreamRules<State, C, E>;
  streamState: StreamState<State, C, E>;
  conflictBackoff: ConflictBackoff;
}>;

/**
 * `next` is the revision of the batch's first event; `position` that of its last, null when it
 * appended nothing; `appendedAt` when that was done, in ISO 8601.
 */
export type AppendedBatch<State> = DecidedBatch<State> &
  Readonly<{ next: number; position: bigint | null; appendedAt: string }>;

/** After so long a series of conflicts the commands are refused: others write to the stream too. */
const longestRaceMs = 3_000;

/**
 * Decides as many commands as one append takes, on the state as this process knows it, and appends.
 * When others were faster, reads what they appended and decides again. A result that appends
 * nothing is not protected by the expected revision: it holds only on a state that was read, or
 * confirmed by an append, after the command came. Throws HandlerBusy after a series of conflicts,
 * and the error of the deadline when the time of one of the commands is over before the append.
 */
export const decideAndAppend = async <State, C extends Command, E extends Event>(
  target: StreamTarget<State, C, E>,
  requests: readonly CommandRequest<C>[],
): Promise<AppendedBatch<State>> => {
  const { rules, streamState } = target;
  const { stream } = streamState;
  const guess = guessOf(rules, requests);
  const until = performance.now() + longestRaceMs;
  let isFresh = streamState.known === null && guess === null;

  for (let attempt = 1; performance.now() < until; attempt += 1) {
    const base =
      (isFresh ? null : (streamState.known ?? guess)) ?? (await catchUp(target, attempt));
    const next = nextRevision(base.revision);
    const first = firstOf(requests, attempt);
    const decided = decideBatch({ stream, next, ...rules }, first, base.state);
    if (decided.events.length === 0 && (isFresh || isFinal(decided)))
      return { next, position: null, appendedAt: now(), ...decided };
    const deadline = deadlineOf(first.slice(0, decided.decisions.length));
    const position = await appendUnlessOutrun(target, decided, { next, deadline });
    if (position !== null) return { next, position, appendedAt: now(), ...decided };
    isFresh = true;
  }
  throw new HandlerBusy(`${stream} changed again and again while a command was decided`);
};

const deadlineOf = (requests: readonly CommandRequest<unknown>[]): SendLimit =>
  earliestOf(requests.flatMap(({ context }) => context.deadline ?? []));

const now = (): string => new Date().toISOString();

/**
 * Returns all of them at first. After a conflict fewer, so that they reach the store sooner: a
 * process that has to read before it writes would otherwise lose to one that does not, again and
 * again.
 */
const firstOf = <R>(requests: readonly R[], attempt: number): readonly R[] =>
  attempt === 1 ? requests : requests.slice(0, Math.max(1, requests.length / 4 ** (attempt - 1)));

/**
 * Reads, after a conflict again and again until little is new: what is written during a long read
 * would be the next conflict.
 */
const catchUp = async <State, C extends Command, E extends Event>(
  { streamState, conflictBackoff }: StreamTarget<State, C, E>,
  attempt: number,
): Promise<Loaded<State>> => {
  let loaded = await streamState.catchUp();
  if (attempt === 1) return loaded;
  const begun = performance.now();
  for (let reads = 1; reads < mostReads; reads += 1) {
    const before = nextRevision(loaded.revision);
    loaded = await streamState.catchUp();
    if (nextRevision(loaded.revision) - before <= fewEvents) break;
  }
  conflictBackoff.noteConflict(performance.now() - begun);

  return loaded;
};

const mostReads = 6;

const fewEvents = 40;

/**
 * Returns what can be assumed of a stream that nobody has read: it is not there yet, when its first
 * command begins it.
 */
const guessOf = <State, C extends Command, E extends Event>(
  { decider, startsStream }: StreamRules<State, C, E>,
  [first]: readonly CommandRequest<C>[],
): Loaded<State> | null =>
  first !== undefined && startsStream(first.command)
    ? { state: decider.initialState(), revision: 'no_stream' }
    : null;

const isFinal = <State>({ decisions }: DecidedBatch<State>): boolean =>
  decisions.every((decision) => decision.kind === 'nothing' && decision.isFinal);

/**
 * Returns the position of the append; null when there was nothing to append, or the stream was no
 * longer at the revision that the decisions were made on.
 */
const appendUnlessOutrun = async <State, C extends Command, E extends Event>(
  { rules: { eventStore, metrics }, streamState }: StreamTarget<State, C, E>,
  { events, state }: DecidedBatch<State>,
  { next, deadline }: Readonly<{ next: number; deadline: SendLimit }>,
): Promise<bigint | null> => {
  if (events.length === 0) return null;
  const expectedRevision = next === 0 ? 'no_stream' : next - 1;
  try {
    const position = await appendWithRetry(
      eventStore,
      { stream: streamState.stream, events, expectedRevision, deadline },
      metrics.retry,
    );
    const revision = next + events.length - 1;
    streamState.advance({ state, revision, eventId: events.at(-1)?.id ?? null });
    metrics.appended(events.length);

    return position;
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
    metrics.conflict();
    if (nextRevision(error.actual) < next) await streamState.forgetAfter(error.actual);
    else await pause(jittered(10));

    return null;
  }
};
