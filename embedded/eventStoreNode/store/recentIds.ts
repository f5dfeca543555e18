/**
 * Which events were written lately, by stream and id: an append that expects any revision has nothing else to know
 * its own repetition by. Bounded, and empty after a start, as EventStoreDB's own.
 */
export class RecentIds {
  readonly #events = new Map<string, number>();
  readonly #capacity: number;

  constructor(capacity = 50_000) {
    this.#capacity = capacity;
  }

  add(stream: number, id: Buffer, event: number): void {
    const key = keyOf(stream, id);
    this.#events.delete(key);
    this.#events.set(key, event);
    if (this.#events.size <= this.#capacity) return;
    for (const oldest of this.#events.keys()) {
      this.#events.delete(oldest);
      break;
    }
  }

  find(stream: number, id: Buffer): number | undefined {
    return this.#events.get(keyOf(stream, id));
  }
}

function keyOf(stream: number, id: Buffer): string {
  return `${stream}:${id.toString('latin1')}`;
}
