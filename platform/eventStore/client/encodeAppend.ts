import { WireWriter } from '../../protobuf/index.js';
import type { ExpectedRevision, NewEvent } from '../types.js';

/** An append as it is sent; the server gives it up at `deadline`. */
export type AppendToSend = Readonly<{
  /** A UUID, which the response has, too. */
  id: string;
  stream: string;
  events: readonly NewEvent[];
  expectedRevision: ExpectedRevision;
  deadline: Date;
}>;

/** An event whose data and metadata are JSON. */
type EventText = Readonly<{ id: string; type: string; data: string; metadata: string }>;

type Part = Readonly<{ events: readonly EventText[]; isFirst: boolean; isLast: boolean }>;

/**
 * Returns the messages of an append in the wire format of BatchAppendReq: one, unless it is large.
 * Throws RangeError for a revision below 0, or that is no whole number.
 */
export const encodeAppend = (request: AppendToSend): readonly Buffer[] =>
  inParts(request.events.map(toText)).map((part) => encodePart(request, part));

const toText = ({ id, type, data, metadata }: NewEvent): EventText => ({
  id,
  type,
  data: JSON.stringify(data),
  metadata: JSON.stringify(metadata),
});

/** In bytes. A server takes messages of 4 MiB. */
const largestPart = 3 * 1_024 * 1_024;

/** In bytes: id, type and the names and lengths of fields take less. */
const besidesTexts = 1_024;

const mostBytesPerUnit = 3;

const mostBytesOf = ({ data, metadata }: EventText): number =>
  mostBytesPerUnit * (data.length + metadata.length) + besidesTexts;

const inParts = (events: readonly EventText[]): readonly Part[] => {
  const parts: EventText[][] = [[]];
  let size = 0;
  for (const event of events) {
    const bytes = mostBytesOf(event);
    if (size > 0 && size + bytes > largestPart) {
      parts.push([]);
      size = 0;
    }
    size += bytes;
    parts.at(-1)?.push(event);
  }

  return parts.map((part, index) => ({
    events: part,
    isFirst: index === 0,
    isLast: index === parts.length - 1,
  }));
};

const writer = new WireWriter();

const encodePart = (request: AppendToSend, { events, isFirst, isLast }: Part): Buffer => {
  writer.begin();
  if (isLast) writer.uint(4, 1);
  for (let index = events.length - 1; index >= 0; index -= 1) writeEvent(events[index]);
  if (isFirst) writeOptions(request);
  writer.textWithin(1, 2, request.id);

  return writer.finish();
};

const writeEvent = (event: EventText | undefined): void => {
  if (event === undefined) return;
  const end = writer.end();
  writer.text(4, event.data);
  writer.text(3, event.metadata);
  writer.entry(2, 'type', event.type);
  writer.entry(2, 'content-type', 'application/json');
  writer.textWithin(1, 2, event.id);
  writer.message(3, end);
};

const writeOptions = ({ stream, expectedRevision, deadline }: AppendToSend): void => {
  const end = writer.end();
  writeTime(6, deadline);
  if (expectedRevision === 'no_stream') writer.message(3, writer.end());
  else writer.uint(2, BigInt(expectedRevision));
  writer.textWithin(1, 3, stream);
  writer.message(2, end);
};

const writeTime = (field: number, time: Date): void => {
  const end = writer.end();
  const ms = time.getTime();
  if (ms % 1_000 > 0) writer.uint(2, (ms % 1_000) * 1_000_000);
  writer.uint(1, Math.floor(ms / 1_000));
  writer.message(field, end);
};
