import { type Command, type Decider, DomainError, type Event } from '../../../domain/decider.js';
import { anything, list, record, text } from '../../../domain/shapes.js';
import type { SnapshotCodec } from '../snapshots/snapshotCodec.js';

/** A request that a client may repeat: its key, and the SHA-256 of what it was for. */
export type IdempotentRequest = Readonly<{ idempotencyKey: string; requestFingerprint: string }>;

/** A state, and the last requests with a key that led to it. */
export type WithIdempotencyKeys<State> = Readonly<{
  state: State;
  requests: readonly IdempotentRequest[];
}>;

/** A command, with its request when that came with a key. */
export type CommandWithKey<C extends Command> = C & Readonly<{ request?: IdempotentRequest }>;

const requestsPerStream = 1_000;

/**
 * The same rules, and one before them: a key is handled once. A repeat changes nothing, another
 * request with the key is refused (DomainError IDEMPOTENCY_KEY_REUSED). The idempotency-key store
 * is the stream itself: keys lie in the events' metadata.
 */
export const withIdempotencyKeys = <State, C extends Command, E extends Event>({
  initialState,
  evolve,
  decide,
}: Decider<State, C, E>): Decider<WithIdempotencyKeys<State>, CommandWithKey<C>, E> => ({
  initialState: () => ({ state: initialState(), requests: [] }),
  evolve: ({ state, requests }, event) => ({
    state: evolve(state, event),
    requests: withRequestOf(event, requests),
  }),
  decide: (command, { state, requests }) => {
    const { request } = command;
    if (request === undefined) return decide(command, state);
    if (isRepeat(request, requests)) return [];

    // The events get their metadata when they are stored; until then their request is found in the
    // same place.
    return decide(command, state).map((event) => ({ metadata: request, ...event }));
  },
});

/**
 * Whether the request was handled before. Throws IDEMPOTENCY_KEY_REUSED when its key belongs to
 * another one.
 */
export const isRepeat = (
  { idempotencyKey, requestFingerprint }: IdempotentRequest,
  requests: readonly IdempotentRequest[],
): boolean => {
  const known = requests.find((request) => request.idempotencyKey === idempotencyKey);
  if (known !== undefined && known.requestFingerprint !== requestFingerprint)
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'The key belongs to another request');

  return known !== undefined;
};

const isHead = record({
  state: anything,
  requests: list(record({ idempotencyKey: text, requestFingerprint: text })),
});

/** Returns a codec for the state together with its requests. */
export const codecWithIdempotencyKeys = <State>({
  schemaVersion,
  serialize,
  restore,
}: SnapshotCodec<State>): SnapshotCodec<WithIdempotencyKeys<State>> => ({
  schemaVersion,
  serialize: ({ state, requests }) => {
    const serialized = serialize(state);

    return { ...serialized, head: { state: serialized.head, requests } };
  },
  restore: (json) => {
    if (!isHead(json)) throw new TypeError('Not a snapshot with idempotency keys');
    const { requests } = json;
    const { add, state } = restore(json.state);

    return { add, state: () => ({ state: state(), requests }) };
  },
});

const withRequestOf = (
  event: Event & Readonly<{ metadata?: Partial<IdempotentRequest> }>,
  requests: readonly IdempotentRequest[],
): readonly IdempotentRequest[] => {
  const { idempotencyKey, requestFingerprint } = event.metadata ?? {};
  if (idempotencyKey === undefined || requestFingerprint === undefined) return requests;
  if (requests.at(-1)?.idempotencyKey === idempotencyKey) return requests;

  return [...requests.slice(1 - requestsPerStream), { idempotencyKey, requestFingerprint }];
};
