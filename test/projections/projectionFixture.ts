import type { StoredEvent } from '../../platform/eventStore/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { createMetrics } from '../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { createProjectorMetrics } from '../../projections/projector/metrics/projectorMetrics.js';
import { createProjectEvents } from '../../projections/projector/projectEvents.js';
import { beginTerm } from '../../projections/projector/term.js';
import { freshDatabase } from '../support/servers/postgres.js';

export type ProjectionFixture = Readonly<{
  database: () => Database;
  /** Each time in a term of its own, as if nothing had been projected before. */
  project: (events: readonly StoredEvent[]) => Promise<void>;
}>;

/**
 * To be called within a `describe`: an empty database for each test, and no event store. `locale`
 * is the clause of the database.
 */
export const useProjection = (locale = ''): ProjectionFixture => {
  const logger = createLogger({ name: 'test', level: 'silent' });
  let database: Database;

  before(async () => {
    database = connectDatabase({ url: await freshDatabase({ locale }), logger });
  });

  beforeEach(async () => {
    await database.query(
      'TRUNCATE read.products, read.orders, read.order_items, messaging.outbox, projection.checkpoints',
    );
  });

  after(() => database.stop());

  return {
    database: () => database,
    project: async (events) => {
      await database.query('UPDATE projection.checkpoints SET position = NULL');
      const term = await beginTerm(database, { name: 'main', storeId, head: 1_000_000n });
      const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
      const projectEvents = createProjectEvents({ database, logger, metrics });
      await projectEvents(term, events, events.at(-1)?.position ?? 0n);
    },
  };
};

const storeId = '99999999-9999-4999-8999-999999999999';
