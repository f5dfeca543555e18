import { type Command, type Decider, DomainError, type Event } from '../../domain/decider.js';
import type { SnapshotCodec } from './snapshotCodec.js';

/** A request that a client may repeat: its key, and the SHA-256 of what it asked for. */
export type KeyedRequest = Readonly<{ idempotencyKey: string; requestFingerprint: string }>;

/** A state, and the last requests with a key that led to it. */
export type Remembering<State> = Readonly<{ state: State; requests: readonly KeyedRequest[] }>;

/** A command that came with a key names its request. */
export type Keyed<C extends Command> = C & Readonly<{ request?: KeyedRequest }>;

const requestsPerStream = 1_000;

/**
 * The same rules, and one before them: a key is answered once. A repeat changes nothing, another request with the
 * key is refused (DomainError IDEMPOTENCY_KEY_REUSED). The memory is the streams' own: it lies in the events' metadata.
 */
export const remembering = <State, C extends Command, E extends Event>({
  initialState,
  evolve,
  decide,
}: Decider<State, C, E>): Decider<Remembering<State>, Keyed<C>, E> => ({
  initialState: () => ({ state: initialState(), requests: [] }),
  evolve: ({ state, requests }, event) => ({
    state: evolve(state, event),
    requests: withRequestOf(event, requests),
  }),
  decide: (command, { state, requests }) => {
    const { request } = command;
    if (request === undefined) return decide(command, state);
    if (isRepeat(request, requests)) return [];

    // The events get their metadata when they are stored; until then their request is found in the same place.
    return decide(command, state).map((event) => ({ ...event, metadata: request }));
  },
});

/** Whether the request was answered. Throws IDEMPOTENCY_KEY_REUSED when its key belongs to another one. */
export const isRepeat = (
  { idempotencyKey, requestFingerprint }: KeyedRequest,
  requests: readonly KeyedRequest[],
): boolean => {
  const known = requests.find((request) => request.idempotencyKey === idempotencyKey);
  if (known !== undefined && known.requestFingerprint !== requestFingerprint)
    throw new DomainError('IDEMPOTENCY_KEY_REUSED', 'The key belongs to another request');

  return known !== undefined;
};

/** Snapshots of the state together with its requests. */
export const rememberingCodec = <State>({
  schemaVersion,
  takeApart,
  rebuild,
}: SnapshotCodec<State>): SnapshotCodec<Remembering<State>> => ({
  schemaVersion,
  takeApart: ({ state, requests }) => {
    const taken = takeApart(state);

    return { ...taken, head: { state: taken.head, requests } };
  },
  rebuild: (json) => {
    const head = json as Readonly<{ state: unknown; requests: KeyedRequest[] }>;
    const { add, state } = rebuild(head.state);

    return { add, state: () => ({ state: state(), requests: head.requests }) };
  },
});

const withRequestOf = (
  event: Event & Readonly<{ metadata?: Partial<KeyedRequest> }>,
  requests: readonly KeyedRequest[],
): readonly KeyedRequest[] => {
  const { idempotencyKey, requestFingerprint } = event.metadata ?? {};
  if (idempotencyKey === undefined || requestFingerprint === undefined) return requests;
  if (requests.at(-1)?.idempotencyKey === idempotencyKey) return requests;

  return [...requests.slice(1 - requestsPerStream), { idempotencyKey, requestFingerprint }];
};
