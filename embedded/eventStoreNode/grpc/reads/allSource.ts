import { range } from '../../store/reads/finiteReads.js';
import { type RecordedEvent } from '../../storage/record.js';
import { isHiddenFromAll } from '../../store/streamNames.js';
import { type StreamReader } from '../../store/reads/streamReader.js';
import { type EventFilter } from './filter.js';
import { firstEventFor } from './positions.js';
import { type AllStart } from './readRequest.js';
import { type Delivery, type SubscriptionSource } from './subscriptionSource.js';

/** How many events one page may deliver. */
const pageLength = 32;
/** How many events one page may look at, whatever window the reader wants. */
const largestWindow = 4096;

/** `$all` after a position, with a filter and the checkpoints that go with it, or without both. */
export class AllSource implements SubscriptionSource {
  readonly #reader: StreamReader;
  readonly #filter: EventFilter | null;
  /** What comes up to here is passed over, also when it lies behind the end. */
  readonly #skipThrough: number;
  #next: number;
  #isLive = false;
  #consideredSinceCheckpoint = 0;
  #lastCheckpoint = -1;
  #lastSent = -1;

  constructor(reader: StreamReader, from: AllStart, filter: EventFilter | null) {
    this.#reader = reader;
    this.#filter = filter;
    this.#skipThrough = typeof from === 'string' ? -1 : Number(from.commit);
    this.#next = firstEventFor(reader, from);
  }

  hasMore(): boolean {
    return this.#next < this.#reader.index.committed;
  }

  *nextPage(): Generator<Delivery> {
    const first = this.#next;
    const end = Math.min(this.#reader.index.committed, first + this.#pageSize());
    const candidates = range(first, end).filter((event) => this.#mayMatch(event));
    const events = this.#reader.events(candidates);
    let sent = 0;
    for (let event = first, i = 0; event < end && sent < pageLength; event += 1) {
      this.#next = event + 1;
      this.#consideredSinceCheckpoint += 1;
      const candidate = candidates[i] === event ? events[i++] : undefined;
      if (candidate !== undefined && this.#matches(candidate)) {
        sent += 1;
        this.#lastSent = candidate.position;
        yield { kind: 'event', event: candidate };
      }
      if (this.#isLive) yield* this.#checkpointWhenDue(this.#reader.index.positionOf(event));
    }
    const pageStart = this.#reader.index.positionOf(first);
    if (!this.#isLive) yield* this.#checkpointWhenDue(Math.max(this.#lastSent, pageStart));
  }

  *goLive(): Generator<Delivery> {
    this.#isLive = true;
    if (this.#next === 0) return;
    yield* this.#checkpointAt(this.#reader.index.positionOf(this.#next - 1));
  }

  #pageSize(): number {
    return Math.min(this.#filter?.window ?? pageLength, largestWindow);
  }

  /** What can be told without reading the event. */
  #mayMatch(event: number): boolean {
    const { index } = this.#reader;
    const stream = index.nameOf(index.streamOf(event));
    if (isHiddenFromAll(stream) || index.positionOf(event) <= this.#skipThrough) return false;

    return this.#filter?.by !== 'stream' || this.#filter.matches(stream);
  }

  #matches({ type }: RecordedEvent): boolean {
    return this.#filter?.by !== 'type' || this.#filter.matches(type);
  }

  *#checkpointWhenDue(position: number): Generator<Delivery> {
    if (this.#consideredSinceCheckpoint < (this.#filter?.checkpointInterval ?? Infinity)) return;
    yield* this.#checkpointAt(position);
  }

  *#checkpointAt(position: number): Generator<Delivery> {
    this.#consideredSinceCheckpoint = 0;
    if (this.#filter === null || position <= this.#lastCheckpoint) return;
    this.#lastCheckpoint = position;
    yield { kind: 'checkpoint', position };
  }
}
