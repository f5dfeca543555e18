import { countLeading } from '../../../../platform/collections/index.js';

const bytesBetweenEntries = 4096;
const leastRecent = 128;

type Entry = Readonly<{ offset: number; position: number }>;

/** The entries of an index: three numbers each. */
export type IndexEntries = Readonly<{
  offsets: readonly number[];
  positions: readonly number[];
  timestamps: readonly number[];
}>;

const empty: IndexEntries = { offsets: [], positions: [], timestamps: [] };

/**
 * Positions in a segment by offset and by time, in memory: one entry for every 4 KiB, and one for
 * each of the last batches, which nearly all readers want.
 */
export class SparseIndex {
  readonly #offsets: number[];
  readonly #positions: number[];
  readonly #timestamps: number[];
  #recent: Entry[] = [];

  constructor({ offsets, positions, timestamps }: IndexEntries = empty) {
    this.#offsets = [...offsets];
    this.#positions = [...positions];
    this.#timestamps = [...timestamps];
  }

  get entries(): IndexEntries {
    return { offsets: this.#offsets, positions: this.#positions, timestamps: this.#timestamps };
  }

  /**
   * Adds the batch at `position`, behind those that were added before; `timestamp` is the latest of
   * those.
   */
  add(offset: number, position: number, timestamp: number): void {
    this.#recent.push({ offset, position });
    if (this.#recent.length > 2 * leastRecent) this.#recent = this.#recent.slice(-leastRecent);
    const last = this.#positions.at(-1);
    if (last !== undefined && position - last < bytesBetweenEntries) return;
    this.#offsets.push(offset);
    this.#positions.push(position);
    this.#timestamps.push(timestamp);
  }

  /** Returns the position of the batch that has `offset`, or of one before it. */
  floor(offset: number): number {
    const recent = this.#recent.findLast((entry) => entry.offset <= offset);
    if (recent !== undefined) return recent.position;

    return this.#floor(this.#offsets, (each) => each <= offset);
  }

  /** Returns a position before which every batch is older than `timestamp`. */
  floorOfTime(timestamp: number): number {
    return this.#floor(this.#timestamps, (each) => each < timestamp);
  }

  /** The position of the last entry that passes. */
  #floor(numbers: readonly number[], passes: (each: number) => boolean): number {
    const passing = countLeading(numbers.length, (index) => passes(numbers[index] ?? 0));

    return this.#positions[passing - 1] ?? 0;
  }
}
