import { type Command, type Decider, DomainError, type Event } from '../../../domain/decider.js';
import { eventBytes, eventIdOf, maxAppendBytes, type NewEvent } from '../../eventStore/index.js';
import { UndecidableStream, type VersionOf } from '../../facts/index.js';
import type { CommandContext } from '../types.js';

/** A command and where it comes from. */
export type CommandRequest<C> = Readonly<{ command: C; context: CommandContext }>;

/**
 * The events of one command (a slice of the batch's) and the state after them; or why there are
 * none.
 */
export type Decision<State> =
  | Readonly<{ kind: 'events'; state: State; from: number; count: number }>
  | Readonly<{ kind: 'nothing'; state: State; isFinal: boolean; at: number }>
  | Readonly<{ kind: 'refused'; error: unknown }>;

/** Decisions of the first commands of a batch, in their order: as many as fit in one append. */
export type DecidedBatch<State> = Readonly<{
  decisions: readonly Decision<State>[];
  events: readonly NewEvent[];
  state: State;
}>;

type Deps<State, C extends Command, E extends Event> = Readonly<{
  decider: Decider<State, C, E>;
  versionOf: VersionOf<E>;
  isFinalWithoutRead: (command: C, state: State) => boolean;
  stream: string;
  /** The revision that the first event gets. */
  next: number;
}>;

/**
 * Decides commands one after the other, each on the state that those before it leave behind. Pure.
 */
export const decideBatch = <State, C extends Command, E extends Event>(
  { decider, versionOf, isFinalWithoutRead, stream, next }: Deps<State, C, E>,
  requests: readonly CommandRequest<C>[],
  initial: State,
): DecidedBatch<State> => {
  const decisions: Decision<State>[] = [];
  const events: NewEvent[] = [];
  let state = initial;
  let bytes = 0;

  for (const { command, context } of requests) {
    const outcome = attempt({ decider, stream }, command, state);
    if ('error' in outcome) {
      decisions.push({ kind: 'refused', error: outcome.error });
      continue;
    }
    if (outcome.facts.length === 0) {
      const isFinal = isFinalWithoutRead(command, state);
      decisions.push({ kind: 'nothing', state, isFinal, at: events.length });
      continue;
    }
    if (isStale(context, next + events.length)) {
      decisions.push({ kind: 'refused', error: versionStale() });
      continue;
    }
    const own = outcome.facts.map((fact, ordinal) =>
      toNewEvent({ fact, version: versionOf(fact.type), ordinal, stream, context }),
    );
    // writing an event as JSON is most of what deciding it costs, and one command alone always goes
    if (requests.length > 1) bytes += own.reduce((sum, event) => sum + eventBytes(event), 0);
    if (bytes > maxAppendBytes && events.length > 0) break;
    state = outcome.state;
    decisions.push({ kind: 'events', state, from: events.length, count: own.length });
    events.push(...own);
  }

  return { decisions, events, state };
};

const isStale = ({ expectedRevision }: CommandContext, next: number): boolean =>
  expectedRevision !== undefined && expectedRevision !== next - 1;

const versionStale = () =>
  new DomainError('VERSION_STALE', 'It has changed since the revision of If-Match');

type Attempt<State, E extends Event> =
  Readonly<{ facts: readonly E[]; state: State }> | Readonly<{ error: unknown }>;

/** A bug in a rule, or in the fold of what it decided, refuses its own command and no other. */
const attempt = <State, C extends Command, E extends Event>(
  { decider, stream }: Pick<Deps<State, C, E>, 'decider' | 'stream'>,
  command: C,
  state: State,
): Attempt<State, E> => {
  try {
    const facts = decider.decide(command, state);

    return { facts, state: facts.reduce(decider.evolve, state) };
  } catch (error) {
    return { error: error instanceof DomainError ? error : new UndecidableStream(stream, error) };
  }
};

type DecidedEvent = Readonly<{
  fact: Event;
  version: number;
  ordinal: number;
  stream: string;
  context: CommandContext;
}>;

const toNewEvent = ({ fact, version, ordinal, stream, context }: DecidedEvent): NewEvent => ({
  id: eventIdOf(stream, context.commandId, ordinal),
  type: fact.type,
  data: fact.data,
  metadata: {
    $correlationId: context.correlationId,
    $causationId: context.causationId ?? context.commandId,
    commandId: context.commandId,
    userId: context.userId,
    requestId: context.requestId,
    traceparent: context.traceparent,
    schemaVersion: version,
    ...(context.idempotencyKey !== undefined && { idempotencyKey: context.idempotencyKey }),
    ...(context.requestFingerprint !== undefined && {
      requestFingerprint: context.requestFingerprint,
    }),
  },
});
