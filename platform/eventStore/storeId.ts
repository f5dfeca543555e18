import { randomUUID } from 'node:crypto';
import { WrongExpectedRevision } from './errors.js';
import type { EventStore } from './types.js';

export const storeStream = 'quicksale-store';

/**
 * Which store this is: the id in the first event ever written, made by whoever comes first.
 * Checkpoints and snapshots carry it, since a position of another store would silently skip events.
 */
export const storeId = async (eventStore: EventStore): Promise<string> =>
  (await readStoreId(eventStore)) ?? (await createStoreId(eventStore));

const readStoreId = async (eventStore: EventStore): Promise<string | null> => {
  const { events } = await eventStore.read(storeStream, { maxCount: 1 });
  const [first] = events;

  return first === undefined ? null : (first.data as { storeId: string }).storeId;
};

const createStoreId = async (eventStore: EventStore): Promise<string> => {
  const id = randomUUID();
  try {
    await eventStore.append(storeStream, [created(id)], { expectedRevision: 'no_stream' });
  } catch (error) {
    if (!(error instanceof WrongExpectedRevision)) throw error;
  }
  // whoever was first: two processes that start together agree on what the stream says
  const agreed = await readStoreId(eventStore);
  if (agreed === null) throw new Error(`${storeStream} is empty after its first event was written`);

  return agreed;
};

const created = (id: string) => ({
  id,
  type: 'StoreCreated',
  data: { storeId: id },
  metadata: {
    $correlationId: id,
    $causationId: id,
    commandId: id,
    userId: null,
    requestId: null,
    traceparent: null,
    schemaVersion: 1 as const,
  },
});
