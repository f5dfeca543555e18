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

    return () => this.#endings.delete(end);
  }

  endAll(): void {
    this.#isStopping = true;
    for (const end of [...this.#endings]) end();
    this.#endings.clear();
  }
}
