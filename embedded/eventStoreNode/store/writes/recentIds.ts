import { createLru, type Lru } from '../../../../platform/concurrency/index.js';

/**
 * Which events were written lately, by id: an append that expects any revision has nothing else to
 * know its own repetition by. One table for all streams, in which the first event of an id stays.
 * Bounded, and empty after a start, as EventStoreDB's own.
 */
export class RecentIds {
  readonly #positions: Lru<string, number>;

  /** Remembers at least the last `capacity` events, and at most twice as many. */
  constructor(capacity = 25_000) {
    this.#positions = createLru({ size: capacity });
  }

  /** `isThere` tells whether the event that is known for the id has it still. */
  add(id: Buffer, position: number, isThere: (known: number) => boolean): void {
    const key = id.toString('latin1');
    const known = this.#positions.get(key);
    if (known === undefined || !isThere(known)) this.#positions.set(key, position);
  }

  find(id: Buffer): number | undefined {
    return this.#positions.get(id.toString('latin1'));
  }
}
