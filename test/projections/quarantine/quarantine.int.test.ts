import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import { type OrderEvent, orderStream } from '../../../domain/order/index.js';
import {
  connectEventStore,
  type EventStore,
  type NewEvent,
} from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics, type Metrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { findOrder } from '../../../projections/orders/queries.js';
import { findProduct, findProductRowsAt } from '../../../projections/products/queries.js';
import { checkpointPosition } from '../../../projections/projector/checkpoint.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { type Projector, startProjecting } from '../../../projections/projector/projector.js';
import { readModelNames } from '../../../projections/rebuild/readModel.js';
import { rebuild } from '../../../projections/rebuild/rebuild.js';
import { eventually } from '../../support/assertions/eventually.js';
import {
  at,
  lifeOfOrder,
  lifeOfProduct,
  orderId,
  orderPlaced,
  productAdded,
  productId,
  toNewEvent,
} from '../../support/builders/storyEvents.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../support/servers/postgres.js';

describe('A stream with an event that cannot be projected', () => {
  it('waits alone, also where orders depend on the event', async () => {
    const projector = start();
    await append(orderStream(orderId), [ofNewerVersion(orderPlaced()), ...lifeOfOrder.slice(1, 3)]);
    const [other, product] = [randomUUID(), randomUUID()];
    await append(inventoryStream(product), [toNewEvent(productAdded(product, 'SKU-3'))]);
    await projectedUpTo(await append(orderStream(other), [orderPlaced(other)]));

    expect(projector.halted()).to.equal(null);
    expect(await findOrder(database, orderId)).to.equal(null);
    expect(await findOrder(database, other)).to.include({ revision: 0 });
    expect(await findProduct(database, product)).to.include({ sku: 'SKU-3' });
    expect(await messagesOf(orderId)).to.deep.equal([]);
    expect(await quarantined()).to.deep.equal([
      { revision: 0, type: 'OrderPlaced', resumed: false },
    ]);
    expect(await metrics.text()).to.match(
      /quicksale_projection_held_streams\{critical="true".*\} 1/,
    );
  });

  it('waits on after a restart, and lets no later event through', async () => {
    await (await quarantinedInTheMiddle()).stop();
    start();
    await projectedUpTo(await append(orderStream(orderId), lifeOfOrder.slice(4, 6), 3));

    expect(await findOrder(database, orderId)).to.include({ revision: 1 });
    expect(await messagesOf(orderId)).to.have.length(1);
    expect(await quarantined()).to.have.length(1);
  });

  it('goes on without the event that an operator has skipped, with all that waited', async () => {
    await quarantinedInTheMiddle();
    await append(orderStream(orderId), lifeOfOrder.slice(4, 5), 3);
    await skip('a test of a newer release');
    await eventually(async () =>
      expect(await findOrder(database, orderId)).to.include({ revision: 4 }),
    );

    expect(await quarantined()).to.deep.equal([
      { revision: 2, type: 'OrderGiftWrapped', resumed: true },
    ]);
    const { swapped, differences } = await rebuilt();
    expect(swapped).to.equal(false);
    expect(differences.flatMap(({ examples }) => examples)).to.deep.equal([]);
  });

  it('waits at the next one that cannot be projected', async () => {
    await quarantinedInTheMiddle();
    await append(orderStream(orderId), [unknown('OrderGiftSent')], 3);
    await skip('not needed');
    await eventually(async () => expect(await quarantined()).to.have.length(2));

    expect(await quarantined()).to.deep.equal([
      { revision: 2, type: 'OrderGiftWrapped', resumed: true },
      { revision: 4, type: 'OrderGiftSent', resumed: false },
    ]);
  });

  it('comes to the same rows when it is built anew', async () => {
    await quarantinedInTheMiddle();
    await projectedUpTo(await append(orderStream(orderId), lifeOfOrder.slice(4, 6), 3));

    const { differences } = await rebuilt();
    expect(differences.flatMap(({ examples }) => examples)).to.deep.equal([]);
  });

  it('is taken up by a projector that knows the event, with every row and message', async () => {
    const old = start();
    await append(orderStream(orderId), lifeOfOrder.slice(0, 2));
    await projectedUpTo(await append(orderStream(orderId), lifeOfOrder.slice(2), 1));
    await old.stop();
    await quarantinedByAnOlderRelease(2);
    start();

    await eventually(async () => expect(await quarantined()).to.deep.equal([]));
    expect(await findOrder(database, orderId)).to.include({ status: 'DELIVERED', revision: 12 });
    expect(await messagesOf(orderId)).to.have.length(9);
  });

  it('counts with its outstanding units as far as it is projected, and no further', async () => {
    const units = async () =>
      (await database.query('SELECT outstanding FROM read.products'))[0]?.['outstanding'];
    await append(inventoryStream(productId), [productAdded()]);
    await quarantinedInTheMiddle();
    expect(await units()).to.equal(0);

    const id = randomUUID();
    await append(orderStream(id), [orderPlaced(id), unknown('OrderGiftWrapped')]);
    await projectedUpTo(await append(orderStream(id), [cancelledByCustomer(id)], 1));
    expect(await units()).to.equal(2);
    await skip('not needed');
    await eventually(async () => expect(await units()).to.equal(0));
  });

  it('is tried again when an operator asks for it', async () => {
    await database.query(`ALTER TABLE read.products ADD CONSTRAINT full_shelf CHECK (on_hand = 0)`);
    start();
    await projectedUpTo(await append(inventoryStream(productId), lifeOfProduct.slice(0, 3)));
    expect(await quarantined()).to.deep.equal([
      { revision: 1, type: 'StockReceived', resumed: false },
    ]);
    expect((await findProductRowsAt(database, [productId])).rows).to.deep.equal([]);

    await database.query('ALTER TABLE read.products DROP CONSTRAINT full_shelf');
    await database.query('UPDATE projection.parked_events SET retry_at = now()');
    await eventually(async () => expect(await quarantined()).to.deep.equal([]));
    expect((await findProductRowsAt(database, [productId])).rows[0]).to.include({ revision: 2 });
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  const running: Projector[] = [];
  let node: OwnEventStore;
  let eventStore: EventStore;
  let database: Database;
  let metrics: Metrics;

  beforeEach(async () => {
    node = await startOwnEventStore();
    eventStore = connectEventStore(node.url, logger);
    database = connectDatabase({ url: await freshDatabase(), logger });
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ stop }) => stop()));
    await Promise.all([eventStore.stop(), database.stop()]);
    await node.stop();
  });

  const start = (): Projector => {
    metrics = createMetrics({ service: 'test' });
    const projector = startProjecting({
      eventStore,
      database,
      logger,
      metrics: createProjectorMetrics(metrics),
    });
    running.push(projector);

    return projector;
  };

  /** Two events, one of a release to come, and one behind it. */
  const quarantinedInTheMiddle = async (): Promise<Projector> => {
    const projector = start();
    const [first, second, behind] = lifeOfOrder;
    if (!first || !second || !behind) throw new Error('the order has no life');
    await projectedUpTo(
      await append(orderStream(orderId), [first, second, unknown('OrderGiftWrapped'), behind]),
    );

    return projector;
  };

  const skip = (reason: string) =>
    database.query(
      `UPDATE projection.parked_events SET skipped_at = now(), skip_reason = $1
       WHERE resumed_at IS NULL`,
      [reason],
    );

  /** It has gone on behind the event, as releases did before streams waited. */
  const quarantinedByAnOlderRelease = async (revision: number) => {
    const { events } = await eventStore.read(orderStream(orderId));
    const event = events[revision];
    await database.query(
      `INSERT INTO projection.parked_events
         (projection, position, stream, revision, event_id, type, event, error)
       VALUES ('main', $1, $2, $3, $4, $5, $6, 'has a type that is unknown here')`,
      [
        event?.position.toString(),
        event?.stream,
        revision,
        event?.id,
        event?.type,
        JSON.stringify({ data: event?.data, metadata: event?.metadata }),
      ],
    );
    await database.query('UPDATE read.orders SET message = $1', ['without the event']);
  };

  const rebuilt = () =>
    rebuild({
      eventStore,
      database,
      names: readModelNames,
      onlyCheck: true,
      onProgress: () => undefined,
    });

  const append = async (
    stream: string,
    events: readonly (InventoryEvent | OrderEvent | NewEvent)[],
    expectedRevision: number | 'no_stream' = 'no_stream',
  ): Promise<bigint> => {
    const records = events.map((event) => ('id' in event ? event : toNewEvent(event)));

    return (await eventStore.append(stream, records, { expectedRevision })).position;
  };

  const projectedUpTo = (position: bigint): Promise<void> =>
    eventually(async () => {
      const reached = await checkpointPosition(database);
      expect(reached !== null && reached >= position, `${reached} of ${position}`).to.equal(true);
    });

  const quarantined = () =>
    database.query(
      `SELECT revision, type, resumed_at IS NOT NULL AS resumed FROM projection.parked_events
       ORDER BY position`,
    );

  const messagesOf = (key: string) =>
    database.query('SELECT topic FROM messaging.outbox WHERE key = $1', [key]);
});

const ofNewerVersion = (event: OrderEvent): NewEvent => {
  const made = toNewEvent(event);

  return { ...made, metadata: { ...made.metadata, schemaVersion: 2 } };
};

/** Of a release to come. */
const unknown = (type: string): NewEvent => toNewEvent({ type, data: { orderId, wrappedAt: at } });

const cancelledByCustomer = (id: string): NewEvent => {
  const snapshot = { status: 'CANCELLED', inventoryStatus: 'RELEASED', items: [], totalAmount: 0 };
  const data = {
    orderId: id,
    userId: id,
    snapshot,
    reason: 'CANCELLED_BY_CUSTOMER',
    cancelledAt: at,
  };

  return toNewEvent({ type: 'OrderCancelled', data });
};
