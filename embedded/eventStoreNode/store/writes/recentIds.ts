import { createLru, type Lru } from '../../../../platform/concurrency/index.js';

/**
 * Which events were written lately, by stream and id: an append that expects any revision has
 * nothing else to know its own repetition by. Bounded, and empty after a start, as EventStoreDB's
 * own.
 */
export class RecentIds {
  readonly #events: Lru<string, number>;

  /** Remembers at least the last `capacity` events, and at most twice as many. */
  constructor(capacity = 25_000) {
    this.#events = createLru({ size: capacity });
  }

  add(stream: number, id: Buffer, event: number): void {
    this.#events.set(keyOf(stream, id), event);
  }

  find(stream: number, id: Buffer): number | undefined {
    return this.#events.get(keyOf(stream, id));
  }
}

const keyOf = (stream: number, id: Buffer): string => `${stream}:${id.toString('latin1')}`;
