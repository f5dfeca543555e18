import { randomUUID } from 'node:crypto';

/**
 * Member ids that were allocated and have not joined yet. Each is dropped after its session
 * timeout.
 */
export class PendingIds {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  get size(): number {
    return this.#timers.size;
  }

  has = (id: string): boolean => this.#timers.has(id);

  allocate(clientId: string, timeoutMs: number, onExpired: () => void): string {
    const id = newMemberId(clientId);
    const expire = () => {
      this.#timers.delete(id);
      onExpired();
    };
    this.#timers.set(id, setTimeout(expire, timeoutMs));

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
