import { TimeoutError } from './withTimeout.js';

/** The time of a request was over before anything was sent that changes something. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';

  constructor() {
    super('The time of the request was over before its work began');
  }
}

/** What the last step of a piece of work has to know of the time that is left for it. */
export type SendLimit = Readonly<{
  /** In milliseconds, 0 when the time is over. */
  leftMs: () => number;
  /** Throws when the time is over. */
  requireTime: () => void;
  /** From now on something may have been changed. */
  noteSent: () => void;
}>;

/**
 * The end of the time that a request has, handed down to everything that is done for it, so that
 * no two limits add up. Also knows whether something was sent that may have changed something:
 * without that, whoever runs out of time has done nothing.
 *
 * A class, because every request has one.
 */
export class Deadline implements SendLimit {
  readonly #timeoutMs: number;
  #endsAt: number;
  #pausedAt: number | null = null;
  #isGivenUp = false;
  #hasSent = false;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
    this.#endsAt = performance.now() + timeoutMs;
  }

  leftMs(): number {
    return this.#isGivenUp ? 0 : Math.max(0, this.#endsAt - (this.#pausedAt ?? performance.now()));
  }

  /** The work waits for something else than itself: its time stands still until `resume`. */
  pause(): void {
    this.#pausedAt ??= performance.now();
  }

  resume(): void {
    if (this.#pausedAt !== null) this.#endsAt += performance.now() - this.#pausedAt;
    this.#pausedAt = null;
  }

  hasPassed(): boolean {
    return this.leftMs() === 0;
  }

  requireTime(): void {
    if (this.hasPassed()) throw this.giveUp();
  }

  noteSent(): void {
    this.#hasSent = true;
  }

  /**
   * Nobody waits any more, and nothing is sent from now on. Returns the error for whoever did
   * wait: DeadlinePassed when nothing was sent, TimeoutError when the outcome is unknown.
   */
  giveUp(): DeadlinePassed | TimeoutError {
    this.#isGivenUp = true;

    return this.#hasSent ? new TimeoutError('The request', this.#timeoutMs) : new DeadlinePassed();
  }
}

/** Returns the limit of work that is done for several at once: time is over with the first. */
export const earliestOf = (deadlines: readonly Deadline[]): SendLimit => ({
  leftMs: () => Math.min(...deadlines.map((deadline) => deadline.leftMs())),
  requireTime: () => {
    for (const deadline of deadlines) deadline.requireTime();
  },
  noteSent: () => {
    for (const deadline of deadlines) deadline.noteSent();
  },
});
