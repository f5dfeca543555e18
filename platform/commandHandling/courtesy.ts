import { jittered, pause } from '../concurrency/index.js';

const memory = 2000;

/** Milliseconds: the other needs about as long to catch up as this process did, and then to append. */
const turns = { shortest: 10, longest: 250 };

/**
 * Turns on a stream that another process writes to as well. Whoever appended last knows the state and would append next
 * too, while the other still reads; so for a while after a lost race everybody lets the other go first.
 */
export class Courtesy {
  #lostAt = -Infinity;
  #turn = turns.shortest;

  /** `catchingUp`: milliseconds that it took to read what the winner wrote. */
  lostRace(catchingUp: number): void {
    this.#lostAt = performance.now();
    this.#turn = Math.min(turns.longest, turns.shortest + 2 * catchingUp);
  }

  /** After an append: resolves at once where nobody else was met lately. */
  letOthersGoFirst(): Promise<void> {
    return performance.now() - this.#lostAt > memory
      ? Promise.resolve()
      : pause(jittered(this.#turn));
  }
}
