import { type ProposedEvent } from '../../storage/record.js';
import { type UUID } from '../wire.js';
import { memoryOf, memoryOfNamed } from './heldBytes.js';
import { appendSizeOf } from './proposedEvents.js';

type Announced = Readonly<{
  key: string;
  /** As it came: a client may compare it in its own form. */
  correlationId: UUID;
  stream: string;
  expected: bigint;
  /** For so long it may stay incomplete. */
  timeoutMs: number;
}>;

/** A class, for one is made for each append: objects that are spread are slower and larger. */
export class OpenAppend implements Announced {
  readonly key: string;
  readonly correlationId: UUID;
  readonly stream: string;
  readonly expected: bigint;
  readonly timeoutMs: number;
  readonly events: ProposedEvent[] = [];
  size = 0;
  /** What it takes in memory, bytes. */
  held: number;
  /** Of one that did not come in a single message, as nearly all do. */
  timer: NodeJS.Timeout | null = null;

  constructor({ key, correlationId, stream, expected, timeoutMs }: Announced) {
    this.key = key;
    this.correlationId = correlationId;
    this.stream = stream;
    this.expected = expected;
    this.timeoutMs = timeoutMs;
    this.held = memoryOfNamed(stream);
  }
}

/** What the incomplete appends of one call may take in memory, bytes: one beyond it is refused. */
export const mostOpen = 128 * 1024 * 1024;

/** The appends of one call that have not arrived whole. */
export class OpenAppends {
  readonly #appends = new Map<string, OpenAppend>();
  #bytes = 0;

  get(key: string): OpenAppend | undefined {
    return this.#appends.get(key);
  }

  begin(announced: Announced): void {
    const append = new OpenAppend(announced);
    this.#appends.set(append.key, append);
    this.#bytes += append.held;
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
    if (append.timer !== null) clearTimeout(append.timer);
    this.#bytes -= append.held;
  }

  clear(): void {
    for (const append of this.#appends.values()) this.leave(append);
  }
}
