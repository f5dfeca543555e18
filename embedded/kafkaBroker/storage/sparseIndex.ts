const bytesBetweenEntries = 4096;

/** Positions in a log by offset, in memory: one entry for every 4 KiB. */
export class SparseIndex {
  readonly #offsets: number[] = [];
  readonly #positions: number[] = [];

  /** Adds the batch at `position`, if the last entry is far enough away. */
  add(offset: number, position: number): void {
    const last = this.#positions.at(-1);
    if (last !== undefined && position - last < bytesBetweenEntries) return;
    this.#offsets.push(offset);
    this.#positions.push(position);
  }

  /** Returns the position of the batch that has `offset`, or of one before it. */
  floor(offset: number): number {
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
