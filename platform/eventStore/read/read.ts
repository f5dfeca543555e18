import { StreamNotFoundError, type EventStoreDBClient } from '@eventstore/db-client';
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
    const events: StoredEvent[] = [];
    const source = client.readStream(
      stream,
      { fromRevision: BigInt(from), maxCount, requiresLeader },
      { highWaterMark: 256 },
    );
    try {
      for await (const { event, commitPosition } of withoutSilence(source))
        if (event) events.push(toStoredEvent(event, commitPosition));
    } catch (error) {
      if (error instanceof StreamNotFoundError) return { events: [], revision: 'no_stream' };
      throw toReadError(error);
    }

    return { events, revision: events.at(-1)?.revision ?? from - 1 };
  };

export const createReadTail =
  (client: EventStoreDBClient): EventStore['readTail'] =>
  async (maxCount) => {
    const source = client.readAll({
      direction: 'backwards',
      fromPosition: 'end',
      maxCount,
      requiresLeader,
    });
    const records: StoredRecord[] = [];
    try {
      // to its end, see letGo
      for await (const { event, commitPosition } of withoutSilence(source))
        records.push({
          stream: event?.streamId ?? '',
          position: event?.position.commit ?? commitPosition ?? 0n,
          recordedAt: (event?.created ?? new Date()).toISOString(),
        });
    } catch (error) {
      throw toReadError(error);
    }

    return records;
  };

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
