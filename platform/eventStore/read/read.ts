import {
  BACKWARDS,
  END,
  START,
  StreamNotFoundError,
  type AllStreamRecordedEvent,
  type AllStreamResolvedEvent,
  type EventStoreDBClient,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import type { Readable } from 'node:stream';
import { TimeoutError } from '../../concurrency/index.js';
import { toReadError } from '../client/clientErrors.js';
import { EventStoreUnavailable } from '../errors.js';
import { toStoredEvent } from './storedEvent.js';
import type { EventStore, StoredEvent, StoredRecord } from '../types.js';

/**
 * A follower is behind, and may be so without knowing: it says that it does not lead, and the
 * client goes to the node that does.
 */
export const requiresLeader = true;

const longestSilenceMs = 3000;

/** When the end of an answer has come, too. */
const endsWithinMs = 1000;

export const createRead =
  (client: EventStoreDBClient): EventStore['read'] =>
  async (stream, { from = 0, maxCount = Number.MAX_SAFE_INTEGER } = {}) => {
    const options = { fromRevision: BigInt(from), maxCount, requiresLeader };
    const events = await eventsOf(client.readStream(stream, options, { highWaterMark: 256 }));
    if (events === null) return { events: [], revision: 'no_stream' };

    return { events, revision: events.at(-1)?.revision ?? from - 1 };
  };

export const createReadBackwards =
  (client: EventStoreDBClient): EventStore['readBackwards'] =>
  async (stream, { from, maxCount }) => {
    const fromRevision = from === undefined ? END : BigInt(from);
    const options = { direction: BACKWARDS, fromRevision, maxCount, requiresLeader } as const;

    return (await eventsOf(client.readStream(stream, options))) ?? [];
  };

/** Null where there is no such stream. */
const eventsOf = async (source: StreamingRead<ResolvedEvent>): Promise<StoredEvent[] | null> => {
  const events: StoredEvent[] = [];
  try {
    for await (const { event, commitPosition } of withoutSilence(source))
      if (event) events.push(toStoredEvent(event, commitPosition));
  } catch (error) {
    if (error instanceof StreamNotFoundError) return null;
    throw toReadError(error);
  }

  return events;
};

export const createReadTail =
  (client: EventStoreDBClient): EventStore['readTail'] =>
  async (maxCount, before) => {
    const source = client.readAll({
      direction: BACKWARDS,
      fromPosition: before === undefined ? END : { commit: before, prepare: before },
      maxCount,
      requiresLeader,
    });

    return recordsOf(source);
  };

/** Where the log begins there is something, and no write is waited for. */
export const createPing =
  (client: EventStoreDBClient): EventStore['ping'] =>
  async () => {
    await recordsOf(client.readAll({ fromPosition: START, maxCount: 1, requiresLeader }));
  };

const recordsOf = async (
  source: StreamingRead<AllStreamResolvedEvent>,
): Promise<StoredRecord[]> => {
  const records: StoredRecord[] = [];
  try {
    // to its end, see letGo
    for await (const { event, commitPosition } of withoutSilence(source))
      records.push(event ? toStoredRecord(event) : deletedRecord(commitPosition));
  } catch (error) {
    throw toReadError(error);
  }

  return records;
};

const toStoredRecord = (record: AllStreamRecordedEvent): StoredRecord => ({
  stream: record.streamId,
  type: record.type,
  revision: Number(record.revision),
  position: record.position.commit,
  recordedAt: record.created.toISOString(),
});

/** A link to an event that is there no more. */
const deletedRecord = (position = 0n): StoredRecord => ({
  stream: '',
  type: '',
  revision: 0,
  position,
  recordedAt: new Date().toISOString(),
});

export const createIdAt =
  (client: EventStoreDBClient): EventStore['idAt'] =>
  async (position) => {
    const fromPosition = { commit: position, prepare: position };
    const source = client.readAll({
      direction: 'forwards',
      fromPosition,
      maxCount: 1,
      requiresLeader,
    });
    let id: string | null = null;
    try {
      for await (const { event } of withoutSilence(source))
        if (event?.position.commit === position) ({ id } = event);
    } catch (error) {
      if (isInvalidPosition(error)) return null;
      throw toReadError(error);
    }

    return id;
  };

/** What a server says of a position at which no record begins. */
const isInvalidPosition = (error: unknown): boolean =>
  error instanceof Error && /invalid ?position/i.test(error.message);

export const createHeadPosition =
  (readTail: EventStore['readTail']): EventStore['headPosition'] =>
  async () => {
    const [last] = await readTail(1);
    if (last === undefined)
      throw new EventStoreUnavailable('The event store has no first record yet');

    return last.position;
  };

type Source<T> = Readable & AsyncIterable<T> & { cancel: () => Promise<void> };

/** Reads have no deadline of their own: this one ends them when nothing has arrived for a while. */
async function* withoutSilence<T>(source: Source<T>): AsyncGenerator<T> {
  // an error that comes after the loop has ended would otherwise find no listener and end the
  // process
  source.on('error', () => undefined);
  const timer = setTimeout(
    () => source.destroy(new TimeoutError('Reading', longestSilenceMs)),
    longestSilenceMs,
  );
  let isMissing = false;
  try {
    for await (const item of source) {
      timer.refresh();
      yield item;
    }
  } catch (error) {
    isMissing = error instanceof StreamNotFoundError;
    throw error;
  } finally {
    clearTimeout(timer);
    if (!source.readableEnded) letGo(source, isMissing);
  }
}

/**
 * What is cut short resets its HTTP/2 stream, and a server to which that happens a thousand times
 * closes the connection under everybody. The client never reads an answer "no such stream" to its
 * end, so that its end is waited for.
 */
const letGo = (source: Source<unknown>, isMissing: boolean): void => {
  const cancel = () => void source.cancel().catch(() => undefined);
  if (isMissing) setTimeout(cancel, endsWithinMs).unref();
  else cancel();
};
