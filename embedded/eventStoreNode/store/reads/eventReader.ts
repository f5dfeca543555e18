import { type EventLog } from '../../storage/eventLog.js';
import { type LogWindow } from '../../storage/logWindow.js';
import { decodeRecord, recordLength, type RecordedEvent } from '../../storage/record.js';

/** Events whose positions lie closer together than this are fetched by one read. */
const largestSpan = 128 * 1024;
const guessedLength = 2048;

/** Turns positions into events. */
export class EventReader {
  readonly #log: EventLog;

  constructor(log: EventLog) {
    this.#log = log;
  }

  /** The event at a position that the index tells now, on disk or not yet. */
  one(position: number): RecordedEvent {
    const event = this.#at(position);
    if (event === null) throw new Error(`no event is at position ${position}`);

    return event;
  }

  /**
   * Committed events, in the order of the positions, which must ascend; without those that a
   * scavenge removed since the positions were found.
   */
  many(positions: ArrayLike<number>): RecordedEvent[] {
    const found: RecordedEvent[] = [];
    let window: LogWindow | null = null;
    for (let i = 0; i < positions.length; i += 1) {
      const position = positions[i] ?? 0;
      if (window === null || !isIn(window, position)) {
        window = this.#log.window(position, lastWithin(positions, i), guessedLength);
      }
      const event = decoded(window, position) ?? this.#at(position);
      if (event !== null) found.push(event);
    }

    return found;
  }

  #at(position: number): RecordedEvent | null {
    const head = this.#log.window(position, position, guessedLength);
    if (!isIn(head, position)) return null;
    const length = recordLength(head.bytes, head.offsetOf(position));

    return (
      decoded(head, position) ?? decoded(this.#log.window(position, position, length), position)
    );
  }
}

const isIn = ({ bytes, offsetOf }: LogWindow, position: number): boolean => {
  const offset = offsetOf(position);

  return offset >= 0 && offset < bytes.length;
};

/** Null when the window does not have all of it. */
const decoded = ({ bytes, offsetOf }: LogWindow, position: number): RecordedEvent | null => {
  const offset = offsetOf(position);
  const isWhole =
    offset >= 0 &&
    offset + 4 <= bytes.length &&
    offset + recordLength(bytes, offset) <= bytes.length;

  return isWhole ? decodeRecord(bytes, offset, position) : null;
};

/** The last of the positions from `first` on that one read fetches along. */
const lastWithin = (positions: ArrayLike<number>, first: number): number => {
  const start = positions[first] ?? 0;
  let last = start;
  for (let i = first + 1; i < positions.length; i += 1) {
    const next = positions[i] ?? 0;
    if (next - start > largestSpan) break;
    last = next;
  }

  return last;
};
