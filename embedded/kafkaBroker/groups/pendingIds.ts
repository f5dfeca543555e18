import { randomUUID } from 'node:crypto';
import type { Connection, JoinRequest } from './member.js';

type Pending = Readonly<{ connection: Connection; timer: NodeJS.Timeout }>;

/**
 * Member ids that were allocated and have not joined yet. Each is dropped after its session
 * timeout.
 */
export class PendingIds {
  readonly #pending = new Map<string, Pending>();

  get size(): number {
    return this.#pending.size;
  }

  has = (id: string): boolean => this.#pending.has(id);

  allocate(request: JoinRequest, onExpired: () => void): string {
    const { clientId, connection, sessionTimeoutMs } = request;
    const id = newMemberId(clientId);
    const expire = () => {
      this.#pending.delete(id);
      onExpired();
    };
    this.#pending.set(id, { connection, timer: setTimeout(expire, sessionTimeoutMs) });

    return id;
  }

  take(id: string): void {
    clearTimeout(this.#pending.get(id)?.timer);
    this.#pending.delete(id);
  }

  /** Returns whether there were any. */
  dropAllocatedOn(connection: Connection): boolean {
    const ids = [...this.#pending].filter(([, one]) => one.connection === connection);
    for (const [id] of ids) this.take(id);

    return ids.length > 0;
  }

  clear(): void {
    for (const id of [...this.#pending.keys()]) this.take(id);
  }
}

export const newMemberId = (clientId: string): string => `${clientId}-${randomUUID()}`;
