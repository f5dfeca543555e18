import type { Request } from 'express';
import {
  listStreamsQuery,
  type StreamList,
  type StreamSummary,
} from '../../../contracts/http/admin/streams.js';
import type { EventStore, StoredRecord } from '../../../platform/eventStore/index.js';
import { type HttpAnswer, parseQuery } from '../../../platform/http/index.js';
import { isOwnStream, isWholeName } from './ownStreams.js';

type Log = Pick<EventStore, 'readBackwards' | 'readTail'>;

type Deps = Readonly<{ eventStore: Log }>;

/** Records that one request looks at, at most. */
const recordsPerRead = 1_000;
const mostReads = 4;

/**
 * GET /api/streams: those written last come first. Every event store has a log to read backwards,
 * and few have a list of streams.
 */
export const listStreams =
  ({ eventStore }: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const { prefix = '', limit, before } = parseQuery(listStreamsQuery, request);
    const body = isWholeName(prefix)
      ? await findStream(eventStore, prefix)
      : await searchLog(eventStore, { prefix, limit, before });

    return { status: 200, headers: {}, body };
  };

const findStream = async (eventStore: Log, name: string): Promise<StreamList> => {
  const events = await eventStore.readBackwards(name, { maxCount: 1 });

  return { streams: events.map(toSummary), next: null };
};

type Search = Readonly<{ prefix: string; limit: number; before: bigint | undefined }>;

const searchLog = async (
  eventStore: Log,
  { prefix, limit, before }: Search,
): Promise<StreamList> => {
  const found = new Map<string, StreamSummary>();
  let from = before;
  for (let reads = 0; reads < mostReads; reads += 1) {
    const records = await eventStore.readTail(recordsPerRead, from);
    for (const record of records) {
      if (found.size === limit) return { streams: [...found.values()], next: String(from) };
      from = record.position;
      const { stream } = record;
      if (stream.startsWith(prefix) && isOwnStream(stream) && !found.has(stream))
        found.set(stream, toSummary(record));
    }
    if (records.length < recordsPerRead) return { streams: [...found.values()], next: null };
  }

  return { streams: [...found.values()], next: String(from) };
};

const toSummary = ({
  stream,
  type,
  revision,
  position,
  recordedAt,
}: StoredRecord): StreamSummary => ({
  name: stream,
  revision,
  lastType: type,
  lastAt: recordedAt,
  position: String(position),
});
