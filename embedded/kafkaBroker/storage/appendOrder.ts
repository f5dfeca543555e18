import { setImmediate as turn } from 'node:timers/promises';

/** Ends when the last of those that take long, of all partitions, may begin. */
let lastTurn: Promise<unknown> = Promise.resolve();

/**
 * The appends to one partition, in the order in which they came. Those that take long, since a
 * batch has to be unpacked first, begin in turns of their own, one for all partitions at a time:
 * others are served between two of them. One takes half a second at most.
 */
export class AppendOrder {
  #last: Promise<unknown> | null = null;

  /** Runs what is quick at once, unless others are before it. */
  run<T>(takesLong: boolean, append: () => T): T | Promise<T> {
    if (!takesLong && this.#last === null) return append();
    const done = this.#runAfter(this.#last, takesLong, append);
    const last = done.then(ignore, ignore);
    this.#last = last;
    void last.then(() => {
      if (this.#last === last) this.#last = null;
    });

    return done;
  }

  async #runAfter<T>(before: unknown, takesLong: boolean, append: () => T): Promise<T> {
    await before;
    if (takesLong) await nextTurn();

    return append();
  }
}

const nextTurn = (): Promise<unknown> => {
  lastTurn = lastTurn.then(() => turn());

  return lastTurn;
};

const ignore = (): void => undefined;
