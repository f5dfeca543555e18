import { type EventIndex } from '../../storage/eventIndex.js';
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
  const positions = stream.positions(first, Math.min(stream.current + 1, bound));
  let left = maxCount;
  for (let i = 0; i < positions.length; i += pageLength) {
    for (const event of reader.events(positions.subarray(i, i + pageLength))) {
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
  const positions = stream.positions(Math.max(stream.first, end - maxCount), end);
  for (let i = positions.length; i > 0; i -= pageLength) {
    const page = positions.subarray(Math.max(0, i - pageLength), i);
    for (const event of reader.events(page).reverse()) {
      // Older ones are hidden as well.
      if (stream.notBefore !== null && event.created < stream.notBefore) return;
      yield event;
    }
  }
}

/** Positions, `to` exclusive. */
export type AllRange = {
  readonly from: number;
  readonly to: number;
  readonly isBackwards: boolean;
};

/** What `$all` shows of the log, oldest or newest first. */
export function* allEvents(
  reader: StreamReader,
  { from, to, isBackwards }: AllRange,
): Generator<RecordedEvent> {
  let rest = { from, to };
  for (;;) {
    const positions = pageOf(reader.index, { ...rest, isBackwards });
    const [oldest] = positions;
    const newest = positions.at(-1);
    if (oldest === undefined || newest === undefined) return;
    rest = isBackwards ? { from, to: oldest } : { from: newest + 1, to };
    const page = reader.events(positions);
    for (const event of isBackwards ? page.reverse() : page) {
      if (!isHiddenFromAll(event.stream)) yield event;
    }
  }
}

/** The first positions of the range, or its last ones, ascending. */
const pageOf = (index: EventIndex, { from, to, isBackwards }: AllRange): number[] => {
  const first = index.firstAtOrAfter(from);
  const end = Math.min(index.committed, index.firstAtOrAfter(to));

  return range(
    isBackwards ? Math.max(first, end - pageLength) : first,
    isBackwards ? end : Math.min(end, first + pageLength),
  ).map((event) => index.positionOf(event));
};

export const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
