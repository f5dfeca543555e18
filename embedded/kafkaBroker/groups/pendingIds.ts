import { randomUUID } from 'node:crypto';

/** Member ids that were handed out and not yet joined with. Each is forgotten after its session timeout. */
export class PendingIds {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  get size(): number {
    return this.#timers.size;
  }

  has = (id: string): boolean => this.#timers.has(id);

  handOut(clientId: string, milliseconds: number, onForgotten: () => void): string {
    const id = newMemberId(clientId);
    const forget = () => {
      this.#timers.delete(id);
      onForgotten();
    };
    this.#timers.set(id, setTimeout(forget, milliseconds));

    return id;
  }

  take(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  clear(): void {
    for (const id of [...this.#timers.keys()]) this.take(id);
  }
}

export const newMemberId = (clientId: string): string => `${clientId}-${randomUUID()}`;
