import type { Command, Decider, Event } from '../../domain/decider.js';
import type { EventStore, StoredEvent, StreamRevision } from '../eventStore/index.js';
import type { Snapshotting } from './snapshotting.js';
import type { Loaded } from './types.js';

/** What this process knows of one stream: always a state that the store has acknowledged, though maybe not its newest. */
export type StreamState<State> = Readonly<{
  /** Null before the first `catchUp`. */
  known: () => Loaded<State> | null;
  /** Reads what was appended since, from a snapshot at first. */
  catchUp: () => Promise<Loaded<State>>;
  /** After an acknowledged append. */
  advance: (loaded: Loaded<State>) => void;
}>;

type Sources<State, C extends Command, E extends Event> = Readonly<{
  eventStore: EventStore;
  decider: Decider<State, C, E>;
  snapshotting: Snapshotting<State>;
  stream: string;
}>;

/** Events per read: a long stream is folded piece by piece and never held as a whole. */
const pageSize = 2000;

export const createStreamState = <State, C extends Command, E extends Event>(
  sources: Sources<State, C, E>,
): StreamState<State> => {
  let known: Loaded<State> | null = null;
  const snapshots = sources.snapshotting.of(sources.stream);

  const advance = (loaded: Loaded<State>): void => {
    // two reads may overlap: the longer prefix wins
    if (known !== null && nextRevision(loaded.revision) < nextRevision(known.revision)) return;
    known = loaded;
    snapshots.offer(loaded);
  };

  return {
    known: () => known,
    advance,
    catchUp: async () => {
      const start = known ??
        (await snapshots.load()) ?? {
          state: sources.decider.initialState(),
          revision: 'no_stream',
        };
      advance(await foldForward(sources, start));

      return known ?? start;
    },
  };
};

/** The revision that the stream's next event gets. */
export const nextRevision = (revision: StreamRevision): number =>
  revision === 'no_stream' ? 0 : revision + 1;

const foldForward = async <State, C extends Command, E extends Event>(
  { eventStore, decider, stream }: Sources<State, C, E>,
  start: Loaded<State>,
): Promise<Loaded<State>> => {
  let { state, revision } = start;
  for (;;) {
    const from = nextRevision(revision);
    const { events } = await eventStore.read(stream, { from, maxCount: pageSize });
    state = events.reduce((folded, event) => decider.evolve(folded, toFact<E>(event)), state);
    revision = events.at(-1)?.revision ?? revision;
    if (events.length < pageSize) return { state, revision };
  }
};

/** The stream holds only what its decider wrote. The rest of the record comes along, metadata too. */
const toFact = <E extends Event>(event: StoredEvent): E => event as unknown as E;
