import { isMetastream } from '../../store/streamNames.js';
import { type ReadableStream, type StreamReader } from '../../store/reads/streamReader.js';
import { streamDeleted } from '../errors.js';
import { type StreamStart } from './readRequest.js';
import { type Delivery, type SubscriptionSource } from './subscriptionSource.js';

const pageLength = 128;

/**
 * One stream after a revision. Catching up obeys the stream's metadata; live events come whatever
 * it says.
 */
export class StreamSource implements SubscriptionSource {
  readonly #reader: StreamReader;
  readonly #name: string;
  #next: number;
  #isLive = false;

  constructor(reader: StreamReader, name: string, from: StreamStart) {
    this.#reader = reader;
    this.#name = name;
    const stream = reader.stream(name);
    if (stream.state === 'tombstoned') throw streamDeleted(name);
    this.#next = from === 'start' ? 0 : from === 'end' ? stream.current + 1 : Number(from) + 1;
  }

  hasMore(): boolean {
    const stream = this.#reader.stream(this.#name);

    return this.#isTombstoned(stream) || stream.current >= this.#next;
  }

  *nextPage(): Generator<Delivery> {
    const stream = this.#reader.stream(this.#name);
    const oldest = this.#isLive ? 0 : stream.first;
    const positions = stream.positions(Math.max(this.#next, oldest), stream.current + 1);
    this.#next = Math.max(this.#next, stream.current + 1);
    for (let i = 0; i < positions.length; i += pageLength) {
      for (const event of this.#reader.events(positions.subarray(i, i + pageLength))) {
        const isExpired = stream.notBefore !== null && event.created < stream.notBefore;
        if (this.#isLive || !isExpired) yield { kind: 'event', event };
      }
    }
    if (this.#isTombstoned(stream)) yield* this.#endByTombstone();
  }

  *goLive(): Generator<Delivery> {
    this.#isLive = true;
  }

  /** The metadata of a stream that is tombstoned goes on without a word. */
  #isTombstoned({ state }: ReadableStream): boolean {
    return state === 'tombstoned' && !isMetastream(this.#name);
  }

  *#endByTombstone(): Generator<Delivery> {
    const tombstone = this.#reader.tombstoneOf(this.#name);
    if (tombstone !== -1) {
      for (const event of this.#reader.events([tombstone])) yield { kind: 'event', event };
    }
    throw streamDeleted(this.#name);
  }
}
