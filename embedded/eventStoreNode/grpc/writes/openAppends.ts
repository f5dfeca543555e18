import { type ProposedEvent } from '../../storage/record.js';
import { type UUID } from '../wire.js';
import { memoryOf, memoryOfNamed } from './heldBytes.js';
import { appendSizeOf } from './proposedEvents.js';

export type OpenAppend = {
  readonly key: string;
  /** As it came: a client may compare it in its own form. */
  readonly correlationId: UUID;
  readonly stream: string;
  readonly expected: bigint;
  readonly events: ProposedEvent[];
  size: number;
  /** What it takes in memory, bytes. */
  held: number;
  /** For so long it may stay incomplete. */
  readonly timeoutMs: number;
  /** Of one that did not come in a single message, as nearly all do. */
  timer?: NodeJS.Timeout;
};

/** What the incomplete appends of one call may take in memory, bytes: one beyond it is refused. */
export const mostOpen = 128 * 1024 * 1024;

/** The appends of one call that have not arrived whole. */
export class OpenAppends {
  readonly #appends = new Map<string, OpenAppend>();
  #bytes = 0;

  get(key: string): OpenAppend | undefined {
    return this.#appends.get(key);
  }

  begin(append: Omit<OpenAppend, 'events' | 'size' | 'held' | 'timer'>): void {
    const held = memoryOfNamed(append.stream);
    this.#appends.set(append.key, { ...append, events: [], size: 0, held });
    this.#bytes += held;
  }

  add(append: OpenAppend, event: ProposedEvent): void {
    const held = memoryOf(event);
    append.size += appendSizeOf(event);
    append.held += held;
    append.events.push(event);
    this.#bytes += held;
  }

  takeTooMuch(): boolean {
    return this.#bytes > mostOpen;
  }

  /** It is not open any more. */
  leave(append: OpenAppend): void {
    if (!this.#appends.delete(append.key)) return;
    clearTimeout(append.timer);
    this.#bytes -= append.held;
  }

  clear(): void {
    for (const append of this.#appends.values()) this.leave(append);
  }
}
