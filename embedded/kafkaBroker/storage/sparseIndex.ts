const bytesBetweenEntries = 4096;
const leastRecent = 128;

type Entry = Readonly<{ offset: number; position: number }>;

/**
 * Positions in a log by offset, in memory: one entry for every 4 KiB, and one for each of the last
 * batches, which nearly all readers want.
 */
export class SparseIndex {
  readonly #offsets: number[] = [];
  readonly #positions: number[] = [];
  #recent: Entry[] = [];

  /** Adds the batch at `position`, behind those that were added before. */
  add(offset: number, position: number): void {
    this.#recent.push({ offset, position });
    if (this.#recent.length > 2 * leastRecent) this.#recent = this.#recent.slice(-leastRecent);
    const last = this.#positions.at(-1);
    if (last !== undefined && position - last < bytesBetweenEntries) return;
    this.#offsets.push(offset);
    this.#positions.push(position);
  }

  /** Returns the position of the batch that has `offset`, or of one before it. */
  floor(offset: number): number {
    const recent = this.#recent.findLast((entry) => entry.offset <= offset);
    if (recent !== undefined) return recent.position;
    let low = 0;
    let high = this.#offsets.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#offsets[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }

    return this.#positions[low - 1] ?? 0;
  }
}
