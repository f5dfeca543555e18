/**
 * Which events were written lately, by stream and id: an append that expects any revision has nothing else to know
 * its own repetition by. Bounded, and empty after a start, as EventStoreDB's own. Two generations, of which the older
 * one is forgotten when the younger is full: looking for the oldest entry of one map takes longer the more it holds.
 */
export class RecentIds {
  readonly #capacity: number;
  #young = new Map<string, number>();
  #old: ReadonlyMap<string, number> = new Map();

  /** Remembers at least the last `capacity` events, and at most twice as many. */
  constructor(capacity = 25_000) {
    this.#capacity = capacity;
  }

  add(stream: number, id: Buffer, event: number): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(keyOf(stream, id), event);
  }

  find(stream: number, id: Buffer): number | undefined {
    const key = keyOf(stream, id);

    return this.#young.get(key) ?? this.#old.get(key);
  }
}

function keyOf(stream: number, id: Buffer): string {
  return `${stream}:${id.toString('latin1')}`;
}
