/** The calls under way, so that a stop can end the long ones instead of waiting for them. */
export class LiveCalls {
  readonly #endings = new Set<() => void>();
  #isStopping = false;

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Returns the way to say that the call is over. */
  add(end: () => void): () => void {
    this.#endings.add(end);

    return () => void this.#endings.delete(end);
  }

  /** Rejects with the reason of the stop when that comes before the outcome. */
  async untilStop<T>(work: Promise<T>, reason: () => Error): Promise<T> {
    let forget = (): void => undefined;
    const stopped = new Promise<never>((_, reject) => {
      forget = this.add(() => {
        reject(reason());
      });
    });
    try {
      return await Promise.race([work, stopped]);
    } finally {
      forget();
    }
  }

  endAll(): void {
    this.#isStopping = true;
    for (const end of [...this.#endings]) end();
    this.#endings.clear();
  }
}
