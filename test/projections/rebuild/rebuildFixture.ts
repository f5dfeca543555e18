import { expect } from 'chai';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import { type OrderEvent, orderStream } from '../../../domain/order/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { checkpointPosition } from '../../../projections/projector/checkpoint.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { type Projector, startProjecting } from '../../../projections/projector/projector.js';
import { readModelNames } from '../../../projections/rebuild/readModel.js';
import { rebuild, type RebuildOptions } from '../../../projections/rebuild/rebuild.js';
import { eventually } from '../../support/assertions/eventually.js';
import {
  lifeOfOrder,
  lifeOfProduct,
  orderId,
  productId,
  toNewEvent,
} from '../../support/builders/storyEvents.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../support/servers/postgres.js';

const logger = createLogger({ name: 'test', level: 'silent' });

/** To be called within a `describe`: a store with a product and an order, projected, per test. */
export const useRebuild = () => {
  let node: OwnEventStore;
  let eventStore: EventStore;
  let database: Database;
  let projector: Projector;
  let first: bigint;

  beforeEach(async () => {
    node = await startOwnEventStore();
    eventStore = connectEventStore(node.url, logger);
    database = connectDatabase({ url: await freshDatabase(), logger, queryTimeoutMs: 20_000 });
    const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
    projector = startProjecting({ eventStore, database, logger, metrics });
    first = await append(inventoryStream(productId), lifeOfProduct);
    await append(orderStream(orderId), lifeOfOrder);
    await projected();
  });

  afterEach(async () => {
    await projector.stop();
    await Promise.all([database.stop(), eventStore.stop()]);
    await node.stop();
  });

  const append = async (
    stream: string,
    events: readonly (InventoryEvent | OrderEvent)[],
  ): Promise<bigint> =>
    (await eventStore.append(stream, events.map(toNewEvent), { expectedRevision: 'no_stream' }))
      .position;

  const projected = async (): Promise<void> => {
    const head = await eventStore.headPosition();
    await eventually(async () => {
      const reached = await checkpointPosition(database);
      expect(reached !== null && reached >= head, `${reached} of ${head}`).to.equal(true);
    }, 10_000);
  };

  return {
    database: () => database,
    /** Where the last event of the product lies. */
    firstPosition: () => first,
    storeUrl: () => node.url,
    stopProjector: () => projector.stop(),
    append,
    projected,
    run: (wishes: Partial<RebuildOptions> = {}) =>
      rebuild({
        eventStore,
        database,
        names: readModelNames,
        onlyCheck: false,
        onProgress: () => undefined,
        ...wishes,
      }),
    /** All that the catalogue says of the live tables. */
    outline: async (): Promise<string> => JSON.stringify(await database.query(outline)),
    schemas: () =>
      database.query(`SELECT nspname FROM pg_namespace WHERE nspname ~ '^(rebuild|replaced)'`),
  };
};

const outline = `
  SELECT indexdef FROM pg_indexes WHERE schemaname = 'read'
  UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'read'::regnamespace
  UNION ALL SELECT relname || ' ' || relowner::regrole || ' ' || coalesce(reloptions::text, '')
    FROM pg_class WHERE relnamespace = 'read'::regnamespace
  UNION ALL SELECT relname || ' ' || g.grantee::regrole || g.privilege_type || g.is_grantable FROM pg_class, aclexplode(relacl) AS g
    WHERE relnamespace = 'read'::regnamespace AND g.grantee <> relowner
  UNION ALL SELECT grantee || ' ' || table_name || ' ' || column_name || ' ' || privilege_type
    FROM information_schema.column_privileges
    WHERE table_schema = 'read' AND grantee <> current_user
  ORDER BY 1`;
