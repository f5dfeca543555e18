import { type EventIndex } from '../../storage/eventIndex.js';
import { type EventLog } from '../../storage/eventLog.js';
import { decodeRecord, recordLength, type RecordedEvent } from '../../storage/record.js';

/** Events whose positions lie closer together than this are fetched by one read. */
const largestSpan = 128 * 1024;
const guessedLength = 2048;

/** Turns event numbers into events. */
export class EventReader {
  readonly #index: EventIndex;
  readonly #log: EventLog;

  constructor(index: EventIndex, log: EventLog) {
    this.#index = index;
    this.#log = log;
  }

  /** One event, also one that is not on disk yet. */
  one(event: number): RecordedEvent {
    return this.#at(this.#index.positionOf(event));
  }

  /** Committed events, in the order of the numbers, which must ascend. */
  many(events: ArrayLike<number>): RecordedEvent[] {
    const found: RecordedEvent[] = [];
    let window: Buffer = Buffer.alloc(0);
    let start = 0;
    for (let i = 0; i < events.length; i += 1) {
      const position = this.#index.positionOf(events[i] ?? 0);
      if (position >= start + window.length) {
        start = position;
        window = this.#log.read(start, this.#spanFrom(events, i));
      }
      found.push(
        isWhole(window, position - start)
          ? decodeRecord(window, position - start, position)
          : this.#at(position),
      );
    }

    return found;
  }

  #spanFrom(events: ArrayLike<number>, first: number): number {
    const start = this.#index.positionOf(events[first] ?? 0);
    let end = start;
    for (let i = first; i < events.length; i += 1) {
      const next = (events[i] ?? 0) + 1;
      const stop = next < this.#index.count ? this.#index.positionOf(next) : this.#log.durableEnd;
      if (stop - start > largestSpan) break;
      end = stop;
    }

    return Math.max(end - start, guessedLength);
  }

  #at(position: number): RecordedEvent {
    const head = this.#log.read(position, guessedLength);
    const bytes = isWhole(head, 0) ? head : this.#log.read(position, recordLength(head, 0));

    return decodeRecord(bytes, 0, position);
  }
}

const isWhole = (window: Buffer, offset: number): boolean =>
  offset + 4 <= window.length && offset + recordLength(window, offset) <= window.length;
