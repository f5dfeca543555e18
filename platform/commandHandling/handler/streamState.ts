import type { Command, Decider, Event } from '../../../domain/decider.js';
import { coalesceNext } from '../../concurrency/index.js';
import type { EventStore, StreamRevision } from '../../eventStore/index.js';
import { type FactReader, foldOrRefuse, readFacts, StreamIncomplete } from '../../facts/index.js';
import type { Snapshotting, StreamSnapshots } from '../snapshots/snapshotting.js';
import type { Known, Loaded } from '../types.js';

type Deps<State, C extends Command, E extends Event> = Readonly<{
  eventStore: EventStore;
  decider: Decider<State, C, E>;
  toFact: FactReader<E>;
  /** Gets every error of a read. */
  noteError: (error: unknown) => void;
  /** Gets a stream of which the store holds less than this process knows, or something else. */
  noteLost: (stream: string) => void;
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
  #known: Known<State> | null = null;
  #readers = 0;
  /** Made when it is needed: most streams are written and never read. */
  #shared: (() => Promise<Loaded<State>>) | null = null;

  constructor(deps: Deps<State, C, E>, stream: string) {
    this.stream = stream;
    this.#deps = deps;
    this.#snapshots = deps.snapshotting.of(stream);
  }

  /** Null before the first `catchUp`. */
  get known(): Loaded<State> | null {
    return this.#known;
  }

  /** Whether somebody waits for a read of the stream. */
  get isRead(): boolean {
    return this.#readers > 0;
  }

  /** After an acknowledged append. */
  advance(known: Known<State>): void {
    // an append may overtake a read: the longer prefix wins
    if (nextRevision(known.revision) < nextRevision(this.#known?.revision ?? 'no_stream')) return;
    this.#known = known;
    this.#snapshots.offer(known);
  }

  /**
   * Reads what was appended since, from a snapshot at first. All who wait for a stream share the
   * reads. Throws UnreadableEvent and StreamIncomplete.
   */
  async catchUp(): Promise<Loaded<State>> {
    this.#readers += 1;
    try {
      return await (this.#shared ??= coalesceNext(() => this.#readOn()))();
    } finally {
      this.#readers -= 1;
    }
  }

  /**
   * Forgets all that is known, snapshots too: the store holds less than it had acknowledged, or
   * something else, so it was restored from an older copy. The next `catchUp` reads the stream from
   * its beginning.
   */
  async forgetAfter(actual: StreamRevision): Promise<void> {
    this.#known = null;
    await this.#snapshots.removeAfter(nextRevision(actual) - 1);
  }

  async #readOn(): Promise<Loaded<State>> {
    const start = this.#known ?? (await this.#snapshots.load());
    try {
      return await this.#readOnFrom(start ?? this.#nothing());
    } catch (error) {
      if (!(error instanceof AnotherHistory)) throw error;
      this.#deps.noteLost(this.stream);
      await this.forgetAfter('no_stream');

      return await this.#readOnFrom(this.#nothing());
    }
  }

  async #readOnFrom(start: Known<State>): Promise<Loaded<State>> {
    let folded = start;
    try {
      for await (const known of foldForward(this.#deps, this.stream, start)) folded = known;
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

  #nothing(): Known<State> {
    return { state: this.#deps.decider.initialState(), revision: 'no_stream', eventId: null };
  }
}

/** The stream does not hold the event that was its last one as far as it is known. */
class AnotherHistory extends Error {
  override readonly name = 'AnotherHistory';
}

/** The revision that the stream's next event gets. */
export const nextRevision = (revision: StreamRevision): number =>
  revision === 'no_stream' ? 0 : revision + 1;

/** Nothing that is known of the stream, or kept in a snapshot, can be relied on then. */
const lacksBeginning = (error: unknown): boolean =>
  error instanceof StreamIncomplete && error.revision === 0;

/**
 * The states after each piece of what follows on `start`. The last event that is known is read
 * again, and has to be the same. Throws AnotherHistory, and what `readFacts` does.
 */
async function* foldForward<State, C extends Command, E extends Event>(
  { decider, ...deps }: Deps<State, C, E>,
  stream: string,
  start: Known<State>,
): AsyncGenerator<Known<State>> {
  const overlap = start.revision === 'no_stream' ? 0 : 1;
  let known = start;
  let from = nextRevision(start.revision) - overlap;
  for (;;) {
    const { events, revision } = await readFacts(deps, stream, { from, maxCount: pageSize });
    if (revision === 'no_stream' && known.revision !== 'no_stream')
      throw new StreamIncomplete(stream, 0);
    if (known === start) requireSame(start, events[0]);
    const page = known === start ? events.slice(overlap) : events;
    known = foldOrRefuse(stream, () => foldPage(decider.evolve, known, page));
    yield known;
    if (events.length < pageSize) return;
    from = nextRevision(known.revision);
  }
}

const requireSame = (
  { revision, eventId }: Known<unknown>,
  found: Readonly<{ id: string }> | undefined,
): void => {
  if (revision !== 'no_stream' && found?.id !== eventId) throw new AnotherHistory();
};

const foldPage = <State, E extends Event>(
  evolve: Decider<State, Command, E>['evolve'],
  { state, revision, eventId }: Known<State>,
  events: readonly Readonly<{ id: string; revision: number }>[],
): Known<State> => {
  const last = events.at(-1);

  return {
    // the rest of the record comes along, metadata too
    state: events.reduce((folded, fact) => evolve(folded, fact as unknown as E), state),
    revision: last?.revision ?? revision,
    eventId: last?.id ?? eventId,
  };
};
