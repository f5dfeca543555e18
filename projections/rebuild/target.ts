import { type EventStore, storeId } from '../../platform/eventStore/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { type Checkpoint, mainProjection } from '../projector/checkpoint.js';
import { liveCheckpoint } from './liveCheckpoint.js';

/** How far a rebuild goes now; with `FOR UPDATE` the projector waits until the transaction ends. */
export type Target = Readonly<{
  storeId: string;
  read: (database: Queryable, lock?: 'FOR UPDATE') => Promise<Checkpoint>;
}>;

/**
 * As far as the live tables are. Throws when they belong to another event store, or to none.
 */
export const liveTarget = async (eventStore: EventStore): Promise<Target> => {
  const id = await storeId(eventStore);

  return { storeId: id, read: (database, lock) => liveCheckpoint(database, id, lock) };
};

/** To the end of the store, whatever the live tables know. */
export const storeTarget = async (eventStore: EventStore): Promise<Target> => ({
  storeId: await storeId(eventStore),
  read: async (database, lock) => {
    if (lock !== undefined)
      await database.query(`SELECT FROM projection.checkpoints WHERE name = $1 ${lock}`, [
        mainProjection,
      ]);

    return { position: await eventStore.headPosition(), eventPosition: null, eventId: null };
  },
});
