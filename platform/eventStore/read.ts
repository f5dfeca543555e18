import { StreamNotFoundError, type EventStoreDBClient } from '@eventstore/db-client';
import type { Readable } from 'node:stream';
import { DeadlineError } from '../lifecycle/index.js';
import { EventStoreUnavailable, toReadError } from './errors.js';
import { toStoredEvent } from './storedEvent.js';
import type { EventStore, StoredEvent } from './types.js';

const longestSilence = 3000;

export const createRead =
  (client: EventStoreDBClient): EventStore['read'] =>
  async (stream, { from = 0, maxCount = Number.MAX_SAFE_INTEGER } = {}) => {
    const events: StoredEvent[] = [];
    const source = client.readStream(
      stream,
      { fromRevision: BigInt(from), maxCount },
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

export const createHeadPosition =
  (client: EventStoreDBClient): EventStore['headPosition'] =>
  async () => {
    const source = client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 });
    try {
      for await (const { event, commitPosition } of withoutSilence(source))
        return event?.position.commit ?? commitPosition ?? 0n;
    } catch (error) {
      throw toReadError(error);
    }
    throw new EventStoreUnavailable('The event store has no first record yet');
  };

/** Reads have no deadline of their own: this one ends them when nothing has arrived for a while. */
async function* withoutSilence<T>(
  source: Readable & AsyncIterable<T> & { cancel: () => Promise<void> },
): AsyncGenerator<T> {
  // an error that comes after the loop has ended would otherwise find no listener and end the process
  source.on('error', () => undefined);
  const timer = setTimeout(
    () => source.destroy(new DeadlineError('Reading', longestSilence)),
    longestSilence,
  );
  try {
    for await (const item of source) {
      timer.refresh();
      yield item;
    }
  } finally {
    clearTimeout(timer);
    if (!source.readableEnded) void source.cancel().catch(() => undefined);
  }
}
