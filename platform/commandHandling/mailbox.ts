/**
 * Natural batching: takes what waits, hands it over, and while that is worked on the next batch gathers. No timer: a
 * lone item goes at once, and items put in the same turn of the event loop go together.
 *
 * A class, as all that belongs to one stream: there are thousands, and closures of their own would be half of their memory.
 */
export class Mailbox<T> {
  readonly #work: (batch: readonly T[]) => Promise<void>;
  readonly #maxBatch: number;
  #waiting: T[] = [];
  #isWorking = false;

  /** `work` settles every item of its batch itself and never rejects. */
  constructor(work: (batch: readonly T[]) => Promise<void>, maxBatch: number) {
    this.#work = work;
    this.#maxBatch = maxBatch;
  }

  get isIdle(): boolean {
    return !this.#isWorking;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0;
  }

  put(item: T): void {
    this.#waiting.push(item);
    if (!this.#isWorking) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isWorking = true;
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, this.#maxBatch);
      this.#waiting = this.#waiting.slice(this.#maxBatch);
      await this.#work(batch);
    }
    this.#isWorking = false;
  }
}
