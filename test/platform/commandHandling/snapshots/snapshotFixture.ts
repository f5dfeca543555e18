import {
  createSnapshotStore,
  type SnapshotStore,
} from '../../../../platform/commandHandling/index.js';
import type { EventStore } from '../../../../platform/eventStore/index.js';
import { createLogger } from '../../../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { freshDatabase } from '../../../support/servers/postgres.js';
import { startConnectedEventStore } from '../../../support/servers/ownEventStore.js';

export const logger = createLogger({ name: 'test', level: 'silent' });

export type SnapshotsUnderTest = Readonly<{
  eventStore: EventStore;
  database: Database;
  store: SnapshotStore;
  stop: () => Promise<void>;
}>;

/** A snapshot store on an event store and a database of its own. */
export const startSnapshots = async (): Promise<SnapshotsUnderTest> => {
  const { eventStore, stop } = await startConnectedEventStore();
  const database = connectDatabase({ url: await freshDatabase(), logger });

  return {
    eventStore,
    database,
    store: createSnapshotStore({ database, eventStore }),
    stop: async () => {
      await stop();
      await database.stop();
    },
  };
};
