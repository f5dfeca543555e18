import { type ServerWritableStream } from '@grpc/grpc-js';
import { type NodeStore } from '../../store/eventStore.js';
import { allEvents, streamBackwards, streamForwards } from '../../store/reads/finiteReads.js';
import { resolveLink, unresolved } from '../../store/reads/links.js';
import { type RecordedEvent } from '../../storage/record.js';
import { type StreamReader } from '../../store/reads/streamReader.js';
import { streamDeleted, unknown } from '../errors.js';
import { eventMessage } from './eventMessage.js';
import { type EventFilter } from './filter.js';
import { type LiveCalls } from '../liveCalls.js';
import { Outgoing } from './outgoing.js';
import { eventNumberAt } from './positions.js';
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
  (call: ServerWritableStream<ReadReq, ReadResp>): void => {
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
  const { reader } = store;
  for (const response of responses(reader, request, request.maxCount)) {
    if (!(await out.send(response))) return;
  }
  out.end();
};

function* responses(
  reader: StreamReader,
  request: ReadRequest,
  maxCount: number,
): Generator<ReadResp> {
  const { target } = request;
  const events =
    target.kind === 'all'
      ? readAll(reader, request, { from: target.from, maxCount })
      : readStream(reader, request, { name: target.name, from: target.from, maxCount });
  if (events === null) {
    yield notFound(target.kind === 'stream' ? target.name : '$all');
    return;
  }
  for (const event of events) {
    const resolved = request.resolveLinks ? resolveLink(reader, event) : unresolved(event);
    yield eventMessage(resolved, request.ids);
  }
}

/** Null when there is no such stream. */
const readStream = (
  reader: StreamReader,
  { isBackwards }: ReadRequest,
  { name, from, maxCount }: { name: string; from: StreamStart; maxCount: number },
): Iterable<RecordedEvent> | null => {
  if (from === 'end' && !isBackwards) throw unknown('Unexpected ReadStreamResult: Error');
  const stream = reader.stream(name);
  if (stream.state === 'tombstoned') throw streamDeleted(name);
  if (stream.state === 'missing') return null;
  if (isBackwards) {
    const last = from === 'end' ? Infinity : from === 'start' ? 0 : Number(from);

    return streamBackwards(reader, stream, { from: last, maxCount });
  }

  return streamForwards(reader, stream, {
    from: typeof from === 'bigint' ? Number(from) : 0,
    maxCount,
  });
};

function* readAll(
  reader: StreamReader,
  { isBackwards, filter }: ReadRequest,
  { from, maxCount }: { from: AllStart; maxCount: number },
): Generator<RecordedEvent> {
  const at = eventNumberAt(reader, from);
  const bounds = isBackwards
    ? { first: 0, end: at, isBackwards }
    : { first: at, end: reader.index.committed, isBackwards };
  let left = maxCount;
  for (const event of allEvents(reader, bounds)) {
    if (filter !== null && !isWanted(filter, event)) continue;
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
