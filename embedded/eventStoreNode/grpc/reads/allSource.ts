import { range } from '../../store/reads/finiteReads.js';
import { type RecordedEvent } from '../../storage/record.js';
import { emptyWrites, isHiddenFromAll } from '../../store/streamNames.js';
import { type StreamReader } from '../../store/reads/streamReader.js';
import { unknown } from '../errors.js';
import { type EventFilter } from './filter.js';
import { firstPositionFor } from './positions.js';
import { type AllStart } from './readRequest.js';
import { type Delivery, type LogPosition, type SubscriptionSource } from './subscriptionSource.js';

/** How many events one page may deliver. */
const pageLength = 32;
/** How many events one page may look at, whatever window the reader wants. */
const largestWindow = 4096;

/** `$all` after a position, with a filter and the checkpoints that go with it, or without both. */
export class AllSource implements SubscriptionSource {
  readonly #reader: StreamReader;
  readonly #filter: EventFilter | null;
  /** The reader has seen what lies before it; it may lie behind the end. */
  readonly #start: LogPosition | null;
  /** Everything before this position was looked at. */
  #next: number;
  #isLive = false;
  #consideredSinceCheckpoint = 0;
  /** How far the reader may be told that it has come. */
  #reached: LogPosition | null;
  #told: LogPosition | null = null;

  constructor(reader: StreamReader, from: AllStart, filter: EventFilter | null) {
    if (filter !== null && filter.window <= 0) throw unknown('The window of the filter is empty.');
    this.#reader = reader;
    this.#filter = filter;
    this.#start =
      typeof from === 'string'
        ? null
        : { commit: Number(from.commit), prepare: Number(from.prepare) };
    this.#next = firstPositionFor(reader, from);
    this.#reached = this.#hasUnseen() ? this.#start : null;
  }

  hasMore(): boolean {
    return this.#next <= this.#reader.index.lastPosition;
  }

  *nextPage(): Generator<Delivery> {
    const page = this.#lookAt(this.#next);
    const start = page[0]?.position ?? this.#next;
    let sent = 0;
    for (const seen of page) {
      if (sent === pageLength) break;
      if (seen.found !== undefined) sent += 1;
      yield* this.#pass(seen);
    }
    if (!this.#isLive && this.#isDue()) yield* this.#tell(this.#startOfPage(start));
  }

  *#pass({ position, isEmptyWrite, found }: Seen): Generator<Delivery> {
    this.#next = position + 1;
    if (!isEmptyWrite) this.#consideredSinceCheckpoint += 1;
    if (found !== undefined) {
      this.#reached = at(position);
      yield { kind: 'event', event: found };
    }
    if (this.#isLive && this.#isDue()) yield* this.#tell(at(position));
  }

  /** What was delivered since the last checkpoint is told before the subscription is live. */
  *goLive(): Generator<Delivery> {
    this.#isLive = true;
    if (this.#reached !== null) yield* this.#tell(this.#reached);
  }

  /** Whether there is anything behind the event that the reader has seen last. */
  #hasUnseen(): boolean {
    const { commit } = this.#start ?? { commit: -1 };

    return (
      this.#next <= this.#reader.index.lastPosition && commit < this.#reader.index.lastPosition
    );
  }

  #startOfPage(commit: number): LogPosition {
    return commit === this.#start?.commit ? this.#start : { commit, prepare: 0 };
  }

  /** All of the next page at once: later the numbers of the events may be others. */
  #lookAt(next: number): readonly Seen[] {
    const { index } = this.#reader;
    const first = index.firstAtOrAfter(next);
    const page = range(first, this.#endOfPage(first));
    const wanted = page.filter((event) => this.#mayMatch(event));
    const events = this.#reader.events(wanted.map((event) => index.positionOf(event)));
    const found = new Map(
      events.filter((event) => this.#matches(event)).map((event) => [event.position, event]),
    );

    return page.map((event) => {
      const position = index.positionOf(event);

      return {
        position,
        isEmptyWrite: this.#isEmptyWrite(event),
        found: found.get(position),
      };
    });
  }

  /** Appends without events have a position, and are no events to look at. */
  #endOfPage(first: number): number {
    const { committed } = this.#reader.index;
    let left = this.#pageSize();
    let end = first;
    for (; end < committed && left > 0; end += 1) if (!this.#isEmptyWrite(end)) left -= 1;

    return end;
  }

  #isEmptyWrite(event: number): boolean {
    const { index } = this.#reader;

    return index.nameOf(index.streamOf(event)) === emptyWrites;
  }

  #pageSize(): number {
    return Math.min(this.#filter?.window ?? pageLength, largestWindow);
  }

  /** What can be told without reading the event. */
  #mayMatch(event: number): boolean {
    const { index } = this.#reader;
    const stream = index.nameOf(index.streamOf(event));
    if (isHiddenFromAll(stream) || this.#isSeen(index.positionOf(event))) return false;

    return this.#filter?.by !== 'stream' || this.#filter.matches(stream);
  }

  #matches({ type }: RecordedEvent): boolean {
    return this.#filter?.by !== 'type' || this.#filter.matches(type);
  }

  #isSeen(position: number): boolean {
    if (this.#start === null || position > this.#start.commit) return false;

    return position < this.#start.commit || position <= this.#start.prepare;
  }

  #isDue(): boolean {
    return this.#consideredSinceCheckpoint >= (this.#filter?.checkpointInterval ?? Infinity);
  }

  *#tell(position: LogPosition): Generator<Delivery> {
    this.#consideredSinceCheckpoint = 0;
    if (this.#filter === null) return;
    if (this.#reached === null || position.commit > this.#reached.commit) this.#reached = position;
    if (this.#told?.commit === this.#reached.commit) return;
    this.#told = this.#reached;
    yield { kind: 'checkpoint', position: this.#reached };
  }
}

type Seen = {
  readonly position: number;
  readonly isEmptyWrite: boolean;
  readonly found: RecordedEvent | undefined;
};

const at = (position: number): LogPosition => ({ commit: position, prepare: position });
