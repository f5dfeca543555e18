import { expect } from 'chai';
import { orderEventShapes, orderStream } from '../../../domain/order/index.js';
import { inventoryEventShapes, inventoryStream } from '../../../domain/inventory/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database, pinnedPlans } from '../../../platform/postgres/index.js';
import { beginTerm, type Term } from '../../../projections/projector/term.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { createProjectEvents } from '../../../projections/projector/projectEvents.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { stored } from '../../support/builders/storedEvents.js';
import {
  cancelledOrder,
  lifeOfOrder,
  lifeOfProduct,
  orderId,
  productId,
} from '../../support/builders/storyEvents.js';

const stories = {
  product: stored(inventoryStream(productId), lifeOfProduct),
  order: stored(orderStream(orderId), lifeOfOrder),
  'cancelled order': stored(orderStream(orderId), cancelledOrder),
};

describe('Projected twice', () => {
  for (const [name, events] of Object.entries(stories))
    for (const [index, event] of events.entries()) {
      it(`${event.type} of a ${name} changes nothing (event ${index})`, async () => {
        const story = events.slice(0, index + 1);
        await project(story);
        const once = await everything();
        await project([event]);
        await project(story);

        expect(await everything()).to.deep.equal(once);
        expect(once).to.not.equal('');
      });
    }

  it('knows every event type of both aggregates', () => {
    const types = new Set(
      Object.values(stories).flatMap((events) => events.map(({ type }) => type)),
    );

    const known = [inventoryEventShapes, orderEventShapes].flatMap((shapes) => Object.keys(shapes));
    expect([...types]).to.have.members(known);
  });

  it('folds one by one to the same rows as all at once', async () => {
    for (const events of [stories.product, stories.order]) {
      await project(events);
      const together = await everything();
      await empty();
      for (const event of events) await project([event]);

      expect(await everything()).to.deep.equal(together);
      await empty();
    }
  });

  let database: Database;

  before(async () => {
    const logger = createLogger({ name: 'test', level: 'silent' });
    database = connectDatabase({ url: await freshDatabase(), logger, settings: pinnedPlans });
  });

  beforeEach(() => empty());

  after(() => database.stop());

  /**
   * As after a crash that took the checkpoint with it: nothing remembered, and from the beginning.
   */
  const project = async (events: readonly StoredEvent[]): Promise<void> => {
    await database.query('DELETE FROM projection.checkpoints');
    const term: Term = await beginTerm(database, { name: 'main', storeId, head: 1_000_000n });
    const parts = {
      database,
      logger: createLogger({ name: 'test', level: 'silent' }),
      metrics: createProjectorMetrics(createMetrics({ service: 'test' })),
    };
    await createProjectEvents(parts)(term, events, events.at(-1)?.position ?? 0n);
  };

  const everything = async (): Promise<string> => {
    const outbox =
      '(SELECT position, ordinal, event_id, topic, key, payload FROM messaging.outbox)';
    const tables = ['read.products', 'read.orders', 'read.order_items', outbox];
    const rows = await Promise.all(
      tables.map((table) =>
        database.query(`SELECT to_json(t)::text AS row FROM ${table} AS t ORDER BY 1`),
      ),
    );

    return JSON.stringify(rows, null, 1);
  };

  const empty = async (): Promise<void> => {
    await database.query(
      `TRUNCATE read.products, read.orders, read.order_items, messaging.outbox,
         projection.checkpoints, projection.parked_events`,
    );
  };
});

const storeId = '99999999-9999-4999-8999-999999999999';
