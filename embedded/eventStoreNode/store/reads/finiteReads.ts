import { type RecordedEvent } from '../../storage/record.js';
import { isHiddenFromAll } from '../streamNames.js';
import { type ReadableStream, type StreamReader } from './streamReader.js';

const pageLength = 128;

/**
 * The visible events of a stream from a revision on; the stream as it was when it was looked up.
 */
export function* streamForwards(
  reader: StreamReader,
  stream: ReadableStream,
  { from, maxCount }: { readonly from: number; readonly maxCount: number },
): Generator<RecordedEvent> {
  const first = Math.max(from, stream.first);
  const bound = stream.notBefore === null ? first + maxCount : Infinity;
  const numbers = stream.numbers(first, Math.min(stream.current + 1, bound));
  let left = maxCount;
  for (let i = 0; i < numbers.length; i += pageLength) {
    for (const event of reader.events(numbers.subarray(i, i + pageLength))) {
      if (stream.notBefore !== null && event.created < stream.notBefore) continue;
      yield event;
      left -= 1;
      if (left === 0) return;
    }
  }
}

export function* streamBackwards(
  reader: StreamReader,
  stream: ReadableStream,
  { from, maxCount }: { readonly from: number; readonly maxCount: number },
): Generator<RecordedEvent> {
  const end = Math.min(from, stream.current) + 1;
  const numbers = stream.numbers(Math.max(stream.first, end - maxCount), end);
  for (let i = numbers.length; i > 0; i -= pageLength) {
    for (const event of reader.events(numbers.subarray(Math.max(0, i - pageLength), i)).reverse()) {
      // Older ones are hidden as well.
      if (stream.notBefore !== null && event.created < stream.notBefore) return;
      yield event;
    }
  }
}

/**
 * What `$all` shows of the events `first` to `end` (exclusive, event numbers), oldest or newest
 * first.
 */
export function* allEvents(
  reader: StreamReader,
  { first, end, isBackwards }: { first: number; end: number; isBackwards: boolean },
): Generator<RecordedEvent> {
  for (let done = 0; done < end - first; done += pageLength) {
    const from = isBackwards ? Math.max(first, end - done - pageLength) : first + done;
    const to = isBackwards ? end - done : Math.min(end, first + done + pageLength);
    const page = reader.events(range(from, to));
    for (const event of isBackwards ? page.reverse() : page) {
      if (!isHiddenFromAll(event.stream)) yield event;
    }
  }
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
