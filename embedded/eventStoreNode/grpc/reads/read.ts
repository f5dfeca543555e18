import { setImmediate } from 'node:timers/promises';
import { type ServerWritableStream } from '@grpc/grpc-js';
import { type NodeStore } from '../../store/eventStore.js';
import { allEvents, streamBackwards, streamForwards } from '../../store/reads/finiteReads.js';
import { resolveLink, unresolved } from '../../store/reads/links.js';
import { type RecordedEvent } from '../../storage/record.js';
import { type ReadableStream, type StreamReader } from '../../store/reads/streamReader.js';
import { streamDeleted, unknown } from '../errors.js';
import { eventMessage } from './eventMessage.js';
import { type EventFilter } from './filter.js';
import { type LiveCalls } from '../liveCalls.js';
import { Outgoing, type ReadMessage } from './outgoing.js';
import { positionAt } from './positions.js';
import {
  type AllStart,
  parseReadRequest,
  type ReadRequest,
  type StreamStart,
} from './readRequest.js';
import { subscribe } from './subscribe.js';
import { type ReadReq, type ReadResp, streamIdentifier, streams } from '../wire.js';

/** Streams.Read: finite reads and catch-up subscriptions. */
export const read =
  (store: NodeStore, calls: LiveCalls) =>
  (call: ServerWritableStream<ReadReq, ReadMessage>): void => {
    const out = new Outgoing(call, calls);
    answer(store, call.request, out).catch((error: unknown) => {
      out.fail(error);
    });
  };

const answer = async (store: NodeStore, message: ReadReq, out: Outgoing): Promise<void> => {
  const request = parseReadRequest(message);
  if (request.maxCount === null) {
    await subscribe(store, request, out);
    return;
  }
  if (isFromTheEnd(request)) await store.writer.whenSettled();
  const { reader } = store;
  for (const response of responses(reader, request, request.maxCount)) {
    if (response === null) await setImmediate();
    if (out.isOver || (response !== null && !(await out.send(response)))) return;
  }
  out.end();
};

/**
 * Whoever reads the log from its end wants to know how far it goes: nothing that was taken before
 * the question comes to lie behind the answer.
 */
const isFromTheEnd = ({ target, isBackwards }: ReadRequest): boolean =>
  target.kind === 'all' && target.from === 'end' && isBackwards;

/** Null where others are to have their turn. */
function* responses(
  reader: StreamReader,
  request: ReadRequest,
  maxCount: number,
): Generator<ReadMessage | null> {
  const { target } = request;
  if (target.kind === 'stream') {
    yield* streamResponses(reader, request, { name: target.name, from: target.from, maxCount });
    return;
  }
  for (const event of readAll(reader, request, { from: target.from, maxCount })) {
    yield event === null ? null : toResponse(reader, request, event);
  }
}

type StreamRead = { readonly name: string; readonly from: StreamStart; readonly maxCount: number };

function* streamResponses(
  reader: StreamReader,
  request: ReadRequest,
  { name, from, maxCount }: StreamRead,
): Generator<ReadMessage> {
  if (from === 'end' && !request.isBackwards) throw unknown('Unexpected ReadStreamResult: Error');
  const stream = reader.stream(name);
  if (stream.state === 'tombstoned') throw streamDeleted(name);
  if (stream.state === 'missing') yield notFound(name);
  else yield* shownOf(reader, request, { stream, from: revisionOf(from), maxCount });
}

function* shownOf(
  reader: StreamReader,
  request: ReadRequest,
  { stream, ...bounds }: Bounds & { readonly stream: ReadableStream },
): Generator<ReadMessage> {
  const ends = request.tellsEnds ? endsOf(stream, request, bounds) : { before: [], behind: [] };
  const events = (request.isBackwards ? streamBackwards : streamForwards)(reader, stream, bounds);
  yield* ends.before;
  for (const event of events) yield toResponse(reader, request, event);
  yield* ends.behind;
}

type Bounds = { readonly from: number; readonly maxCount: number };
type Ends = { readonly before: readonly ReadResp[]; readonly behind: readonly ReadResp[] };

/** Where the stream goes on is only told by a first page that shows nothing. */
const endsOf = (stream: ReadableStream, { isBackwards }: ReadRequest, bounds: Bounds): Ends => {
  const next = isBackwards ? null : nextReadable(stream, bounds);

  return {
    before: next === null ? [] : [new streams.ReadResp().setFirstStreamPosition(String(next))],
    behind: [new streams.ReadResp().setLastStreamPosition(String(stream.current))],
  };
};

const revisionOf = (from: StreamStart): number =>
  from === 'start' ? 0 : from === 'end' ? Infinity : Number(from);

const pageLength = 32;

/** Where the stream goes on when the first page of the read shows nothing; null when it does. */
const nextReadable = (
  { first, current }: ReadableStream,
  { from, maxCount }: Bounds,
): number | null => {
  const end = from + Math.min(maxCount, pageLength);

  return from <= current && first < end ? null : from > current ? current + 1 : first;
};

const toResponse = (
  reader: StreamReader,
  { resolveLinks, ids }: ReadRequest,
  event: RecordedEvent,
): ReadMessage => eventMessage(resolveLinks ? resolveLink(reader, event) : unresolved(event), ids);

/** So many events are looked at without one that is wanted before others have their turn. */
const searchedPerTurn = 1_000;

/** Null where others are to have their turn. */
function* readAll(
  reader: StreamReader,
  { isBackwards, filter }: ReadRequest,
  { from, maxCount }: { from: AllStart; maxCount: number },
): Generator<RecordedEvent | null> {
  const at = positionAt(reader, from, isBackwards);
  const bounds = isBackwards
    ? { from: 0, to: at, isBackwards }
    : { from: at, to: reader.end, isBackwards };
  let left = maxCount;
  let searched = 0;
  for (const event of allEvents(reader, bounds)) {
    if (filter !== null && !isWanted(filter, event)) {
      searched += 1;
      if (searched % searchedPerTurn === 0) yield null;
      continue;
    }
    yield event;
    left -= 1;
    if (left === 0) return;
  }
}

const isWanted = (filter: EventFilter, event: RecordedEvent): boolean =>
  filter.matches(filter.by === 'stream' ? event.stream : event.type);

const notFound = (stream: string): ReadResp => {
  const message = new streams.ReadResp.StreamNotFound();
  message.setStreamIdentifier(streamIdentifier(stream));

  return new streams.ReadResp().setStreamNotFound(message);
};
