import type { Command, Decider, Event } from '../../../domain/decider.js';
import type { EventStore, StreamRevision } from '../../eventStore/index.js';
import { type FactReader, readFacts, StreamIncomplete } from '../../facts/index.js';
import type { Snapshotting, StreamSnapshots } from '../snapshots/snapshotting.js';
import type { Loaded } from '../types.js';

type Deps<State, C extends Command, E extends Event> = Readonly<{
  eventStore: EventStore;
  decider: Decider<State, C, E>;
  toFact: FactReader<E>;
  /** Gets every error of a read. */
  noteError: (error: unknown) => void;
  snapshotting: Snapshotting<State>;
}>;

/** Events per read: a long stream is folded piece by piece and never held as a whole. */
const pageSize = 2000;

/**
 * What this process knows of one stream: always a state that the store has acknowledged, though
 * maybe not its newest.
 */
export class StreamState<State, C extends Command, E extends Event> {
  readonly stream: string;
  readonly #deps: Deps<State, C, E>;
  readonly #snapshots: StreamSnapshots<State>;
  #known: Loaded<State> | null = null;

  constructor(deps: Deps<State, C, E>, stream: string) {
    this.stream = stream;
    this.#deps = deps;
    this.#snapshots = deps.snapshotting.of(stream);
  }

  /** Null before the first `catchUp`. */
  get known(): Loaded<State> | null {
    return this.#known;
  }

  /** After an acknowledged append. */
  advance(loaded: Loaded<State>): void {
    const known = this.#known;
    // two reads may overlap: the longer prefix wins
    if (known !== null && nextRevision(loaded.revision) < nextRevision(known.revision)) return;
    this.#known = loaded;
    this.#snapshots.offer(loaded);
  }

  /**
   * Reads what was appended since, from a snapshot at first. Throws UnreadableEvent and
   * StreamIncomplete.
   */
  async catchUp(): Promise<Loaded<State>> {
    const start = this.#known ?? (await this.#snapshots.load()) ?? this.#nothing();
    let folded = start;
    try {
      for await (const loaded of foldForward(this.#deps, this.stream, start)) folded = loaded;
    } catch (error) {
      this.#deps.noteError(error);
      // the next attempt begins where this one has ended
      if (folded !== start) this.advance(folded);
      if (lacksBeginning(error)) await this.forgetAfter('no_stream');
      throw error;
    }
    this.advance(folded);

    return this.#known ?? folded;
  }

  /**
   * Forgets all that is known, snapshots too: the store holds less than it had acknowledged, so it
   * was restored from an older copy. The next `catchUp` reads the stream from its beginning.
   */
  async forgetAfter(actual: StreamRevision): Promise<void> {
    this.#known = null;
    await this.#snapshots.removeAfter(nextRevision(actual) - 1);
  }

  #nothing(): Loaded<State> {
    return { state: this.#deps.decider.initialState(), revision: 'no_stream' };
  }
}

/** The revision that the stream's next event gets. */
export const nextRevision = (revision: StreamRevision): number =>
  revision === 'no_stream' ? 0 : revision + 1;

/** Nothing that is known of the stream, or kept in a snapshot, can be relied on then. */
const lacksBeginning = (error: unknown): boolean =>
  error instanceof StreamIncomplete && error.revision === 0;

/** The states after each piece of what follows on `start`. */
async function* foldForward<State, C extends Command, E extends Event>(
  { decider, ...deps }: Deps<State, C, E>,
  stream: string,
  start: Loaded<State>,
): AsyncGenerator<Loaded<State>> {
  let { state, revision } = start;
  for (;;) {
    const from = nextRevision(revision);
    const read = await readFacts(deps, stream, { from, maxCount: pageSize });
    if (read.revision === 'no_stream' && from > 0) throw new StreamIncomplete(stream, 0);
    // the rest of the record comes along, metadata too
    state = read.events.reduce(
      (folded, fact) => decider.evolve(folded, fact as unknown as E),
      state,
    );
    revision = read.events.at(-1)?.revision ?? revision;
    yield { state, revision };
    if (read.events.length < pageSize) return;
  }
}
