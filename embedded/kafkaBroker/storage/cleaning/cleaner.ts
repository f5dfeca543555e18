import type { Partition } from '../partition.js';

/** In milliseconds; Kafka looks for what to compact as often. */
export const defaultCleaningIntervalMs = 15_000;

export type CleanerOptions = Readonly<{
  intervalMs: number;
  partitions: () => readonly Partition[];
  /** Called with the errors of the disk. The next cleaning tries again. */
  onError: (error: unknown) => void;
}>;

/** Removes and compacts old segments, one partition at a time. */
export class Cleaner {
  readonly #options: CleanerOptions;
  readonly #timer: NodeJS.Timeout;
  #running: Promise<void> | null = null;
  #isWanted = false;
  #isStopped = false;

  constructor(options: CleanerOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.clean(), options.intervalMs);
  }

  /** Cleans soon; once more when a cleaning is under way. */
  clean(): void {
    this.#isWanted = true;
    this.#running ??= this.#run();
  }

  /** Waits for the partition that is being cleaned. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#isStopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    await Promise.resolve();
    while (this.#isWanted && !this.#isStopped) {
      this.#isWanted = false;
      for (const partition of this.#options.partitions()) await this.#cleanOne(partition);
    }
    this.#running = null;
  }

  async #cleanOne(partition: Partition): Promise<void> {
    if (this.#isStopped) return;
    try {
      await partition.clean(Date.now());
    } catch (error) {
      this.#options.onError(error);
    }
  }
}
