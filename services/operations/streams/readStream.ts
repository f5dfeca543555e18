import type { Request } from 'express';
import {
  readStreamQuery,
  type StreamEventPage,
  streamParams,
} from '../../../contracts/http/admin/streams.js';
import type { EventStore, StoredEvent } from '../../../platform/eventStore/index.js';
import { type HttpAnswer, parseParams, parseQuery, problem } from '../../../platform/http/index.js';
import { toStreamEvent } from './streamEvent.js';
import { isOwnStream } from './ownStreams.js';

type Streams = Pick<EventStore, 'read' | 'readBackwards'>;

type Deps = Readonly<{ eventStore: Streams }>;

type Range = Readonly<{
  name: string;
  from?: number | undefined;
  direction: StreamEventPage['direction'];
  limit: number;
}>;

/** GET /api/streams/:name: one event more is read, to know whether there is a next page. */
export const readStream =
  ({ eventStore }: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    const { name } = parseParams(streamParams, request);
    const query = parseQuery(readStreamQuery, request);
    const events = isOwnStream(name) ? await read(eventStore, { name, ...query }) : [];
    if (events.length === 0 && query.from === undefined)
      throw problem(404, 'STREAM_NOT_FOUND', 'There is no such stream of the shop');
    const body: StreamEventPage = {
      stream: name,
      direction: query.direction,
      events: events.slice(0, query.limit).map(toStreamEvent),
      next: events[query.limit]?.revision ?? null,
    };

    return { status: 200, headers: {}, body };
  };

const read = async (
  eventStore: Streams,
  { name, from, direction, limit }: Range,
): Promise<readonly StoredEvent[]> => {
  const maxCount = limit + 1;
  if (direction === 'backwards') return eventStore.readBackwards(name, { from, maxCount });

  return (await eventStore.read(name, { from: from ?? 0, maxCount })).events;
};
