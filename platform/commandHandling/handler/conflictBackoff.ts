import { jittered, pause } from '../../concurrency/index.js';

/** How long a conflict matters. */
const memoryMs = 2000;

/** The other needs about as long to catch up as this process did, and then to append. */
const delays = { minMs: 10, maxMs: 250 };

/**
 * The conflict back-off: shares a stream with another process that writes to it too. Whoever
 * appended last knows the state and would append next too, while the other still reads; so for a
 * while after a conflict each of them pauses after its appends.
 */
export class ConflictBackoff {
  #lastConflictAt = -Infinity;
  #delayMs = delays.minMs;

  /** `catchUpMs`: how long it took to read what the other appended. */
  noteConflict(catchUpMs: number): void {
    this.#lastConflictAt = performance.now();
    this.#delayMs = Math.min(delays.maxMs, delays.minMs + 2 * catchUpMs);
  }

  /** Resolves at once where there was no conflict lately. */
  afterAppend(): Promise<void> {
    return performance.now() - this.#lastConflictAt > memoryMs
      ? Promise.resolve()
      : pause(jittered(this.#delayMs));
  }
}
