const bytesBetweenEntries = 4096;

/** Where in a log an offset is to be looked for: one entry for every 4 KiB of log, in memory. */
export class SparseIndex {
  readonly #offsets: number[] = [];
  readonly #positions: number[] = [];

  /** Notes the batch at `position`, when the last entry is far enough away. */
  note(offset: number, position: number): void {
    const last = this.#positions.at(-1);
    if (last !== undefined && position - last < bytesBetweenEntries) return;
    this.#offsets.push(offset);
    this.#positions.push(position);
  }

  /** Position of a batch at or in front of the one that holds `offset`. */
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
