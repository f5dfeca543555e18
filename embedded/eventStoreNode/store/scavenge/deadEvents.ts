import { setImmediate } from 'node:timers/promises';
import { type SealedChunk } from '../../storage/chunks/chunk.js';
import { tombstoneMark } from '../../storage/record.js';
import { type Keeping, type KeepingDeps, keepingOf } from './keeping.js';

/** A chunk, and what of it nobody can read from its stream any more. */
export type Examined = {
  readonly chunk: SealedChunk;
  /** 1 for each event of the chunk that is to go, in their order. */
  readonly dead: Uint8Array;
  readonly size: number;
  /** About how many bytes are to go. */
  readonly deadSize: number;
  /** Why: what was to stay of the streams that lose something. */
  readonly keeping: ReadonlyMap<string, Keeping>;
};

/** How many events are looked at before others have their turn. */
const eventsPerTurn = 5_000;

/**
 * Looks through a chunk. `young` are the streams with a greatest age of which an event was found
 * that stays: all behind it stay as well, whatever the clock said when they were written.
 */
export const examine = async (
  deps: KeepingDeps,
  chunk: SealedChunk,
  young: Set<number>,
): Promise<Examined> => {
  const { index } = deps;
  const [first, end] = [index.firstAtOrAfter(chunk.start), index.firstAtOrAfter(chunk.end)];
  const judge = new Judge(deps, young);
  const dead = new Uint8Array(end - first);
  const size = chunk.file.size();
  let deadSize = 0;
  for (let event = first; event < end; event += 1) {
    if (event % eventsPerTurn === 0) await setImmediate();
    if (!judge.isDead(event)) continue;
    dead[event - first] = 1;
    const next = event + 1 < end ? chunk.offsetOf(index.positionOf(event + 1)) : size;
    deadSize += next - chunk.offsetOf(index.positionOf(event));
  }

  return { chunk, dead, size, deadSize, keeping: judge.keeping };
};

class Judge {
  readonly keeping = new Map<string, Keeping>();
  readonly #deps: KeepingDeps;
  readonly #young: Set<number>;
  readonly #known = new Map<number, Keeping>();

  constructor(deps: KeepingDeps, young: Set<number>) {
    this.#deps = deps;
    this.#young = young;
  }

  isDead(event: number): boolean {
    const { index } = this.#deps;
    const stream = index.streamOf(event);
    const revision = index.revisionOf(event);
    const keeping = this.#of(stream);
    const isDead =
      revision !== tombstoneMark &&
      (revision < keeping.from || this.#isExpired(event, { stream, revision, keeping }));
    if (isDead) this.keeping.set(index.nameOf(stream), keeping);

    return isDead;
  }

  #isExpired(
    event: number,
    { stream, revision, keeping: { notBefore, last } }: ExpiringEvent,
  ): boolean {
    if (notBefore === null || revision >= last || this.#young.has(stream)) return false;
    const { index, events } = this.#deps;
    if (events.one(index.positionOf(event)).created < notBefore) return true;
    this.#young.add(stream);

    return false;
  }

  #of(stream: number): Keeping {
    const known = this.#known.get(stream);
    if (known !== undefined) return known;
    const found = keepingOf(this.#deps, this.#deps.index.nameOf(stream));
    this.#known.set(stream, found);

    return found;
  }
}

type ExpiringEvent = {
  readonly stream: number;
  readonly revision: number;
  readonly keeping: Keeping;
};
