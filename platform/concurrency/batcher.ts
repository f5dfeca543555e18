export type BatcherOptions<T> = Readonly<{
  /** Items of a batch at most; Infinity by default. */
  maxBatch?: number;
  /** Weight of a batch at most, as `weightOf` says; an item that is heavier goes alone. */
  maxWeight?: number;
  weightOf?: (item: T) => number;
  /** Awaited before the first batch of a busy period: what is added meanwhile joins it. */
  start?: () => Promise<void> | null;
  /** Awaited after each batch, with its size: see `createAdaptiveDelay`. */
  linger?: (handled: number) => Promise<void>;
  /** Called when `work` rejects; by default its error is an uncaught exception. */
  onError?: (error: unknown) => void;
}>;

/**
 * For `start`, and the default: all that is added in the same turn of the event loop is one batch.
 */
const startAfterMicrotask = (): Promise<void> => Promise.resolve();

/** For `start`: so does all that is read from several sockets before timers and checks run. */
export const startAfterPoll = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** For `start`: the first item goes alone and at once. */
export const startAtOnce = (): null => null;

/**
 * Batching while busy: hands over what waits, and while that is worked on the next batch collects.
 * A lone item waits for no timer, and at most one batch is at work.
 *
 * A class, because there is one per stream: closures of their own would be half of its memory.
 */
export class Batcher<T> {
  readonly #work: (batch: readonly T[]) => Promise<void>;
  readonly #options: BatcherOptions<T>;
  #waiting: T[] = [];
  #draining: Promise<void> | null = null;

  /** `work` completes every item of its batch itself. Batchers may share their `options`. */
  constructor(work: (batch: readonly T[]) => Promise<void>, options: BatcherOptions<T> = {}) {
    this.#work = work;
    this.#options = options;
  }

  /** Whether no batch is at work and none is about to be. */
  get isIdle(): boolean {
    return this.#draining === null;
  }

  /** The items that no batch has taken yet, oldest first. */
  get waiting(): readonly T[] {
    return this.#waiting;
  }

  add(item: T): void {
    this.#waiting.push(item);
    this.#draining ??= this.#drain();
  }

  /** Drops the items that no batch has taken yet, and returns them. */
  clear(): readonly T[] {
    const dropped = this.#waiting;
    this.#waiting = [];

    return dropped;
  }

  /** Resolves when nothing waits and no batch is at work. */
  async whenIdle(): Promise<void> {
    while (this.#draining !== null) await this.#draining;
  }

  async #drain(): Promise<void> {
    const { start = startAfterMicrotask, linger, onError = throwUncaught } = this.#options;
    const starting = start();
    if (starting !== null) await starting;
    while (this.#waiting.length > 0) {
      const batch = this.#take();
      try {
        await this.#work(batch);
      } catch (error) {
        onError(error);
      }
      if (linger !== undefined) await linger(batch.length);
    }
    this.#draining = null;
  }

  #take(): readonly T[] {
    const waiting = this.#waiting;
    const count = countOf(waiting, this.#options);
    this.#waiting = waiting.slice(count);

    return count === waiting.length ? waiting : waiting.slice(0, count);
  }
}

const countOf = <T>(
  waiting: readonly T[],
  { maxBatch = Infinity, maxWeight = Infinity, weightOf }: BatcherOptions<T>,
): number => {
  const most = Math.min(waiting.length, maxBatch);
  if (weightOf === undefined) return most;
  let weight = 0;
  const end = waiting.findIndex((item, index) => {
    weight += weightOf(item);

    return index > 0 && (index >= most || weight > maxWeight);
  });

  return end === -1 ? most : end;
};

const throwUncaught = (error: unknown): void =>
  queueMicrotask(() => {
    throw error;
  });
