import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import { type OrderEvent, orderStream } from '../../../domain/order/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database, listen } from '../../../platform/postgres/index.js';
import { checkpointPosition } from '../../../projections/projector/checkpoint.js';
import { beginTerm } from '../../../projections/projector/term.js';
import { Fenced } from '../../../projections/projector/errors.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { findOrder } from '../../../projections/orders/queries.js';
import { findProduct } from '../../../projections/products/queries.js';
import { createProjectEvents } from '../../../projections/projector/projectEvents.js';
import { type Projector, startProjecting } from '../../../projections/projector/projector.js';
import { eventually } from '../../support/assertions/eventually.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { stored } from '../../support/builders/storedEvents.js';
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
import { stockOf } from '../stockOf.js';

describe('Projector', () => {
  it('brings events into rows, outbox, checkpoint and notifications', async () => {
    const heard: [string, string][] = [];
    const listening = listen({
      url: database.url,
      channels: ['outbox', 'stock', 'product'],
      onNotification: (channel, payload) => heard.push([channel, payload]),
      onReconnect: () => undefined,
      logger,
    });
    running.push(listening);
    start();
    await append(inventoryStream(productId), lifeOfProduct.slice(0, 6));
    const position = await append(orderStream(orderId), lifeOfOrder);
    await projectedUpTo(position);

    expect(await stockOf(database, productId)).to.include({ available: 7, revision: 5 });
    expect(await findOrder(database, orderId)).to.include({ status: 'DELIVERED', revision: 12 });
    expect(await outbox()).to.have.length(10);
    await eventually(() => {
      expect(heard.map(([channel]) => channel)).to.include('outbox');
      expect(heard).to.deep.include(['product', productId]);
      const [, stock = ''] = heard.findLast(([channel]) => channel === 'stock') ?? [];
      expect(JSON.parse(stock)).to.include({
        productId,
        available: 7,
        revision: 5,
        outstanding: 0,
        waiting: 0,
      });
    });
  });

  it('goes on from its checkpoint, and writes no message twice', async () => {
    const first = start();
    await projectedUpTo(await append(orderStream(orderId), lifeOfOrder.slice(0, 3)));
    await first.stop();
    const position = await append(orderStream(orderId), lifeOfOrder.slice(3), 2);
    start();
    await projectedUpTo(position);

    expect(await findOrder(database, orderId)).to.include({ revision: 12 });
    expect(await outbox()).to.have.length(9);
  });

  it('reads all again when its last event was forgotten, and writes what is missing', async () => {
    start();
    await append(inventoryStream(productId), [productAdded()]);
    await projectedUpTo(await append(orderStream(orderId), lifeOfOrder));
    const before = await outbox();
    const position = await checkpointPosition(database);
    await database.query('DELETE FROM read.orders');
    await database.query(
      'DELETE FROM messaging.outbox WHERE position = (SELECT min(position) FROM messaging.outbox)',
    );
    await database.query('UPDATE projection.checkpoints SET event_position = NULL');
    const id = randomUUID();
    await append(orderStream(id), [orderPlaced(id)]);

    await eventually(async () => {
      expect(await findOrder(database, id)).to.include({ revision: 0 });
      expect(await findOrder(database, orderId)).to.include({ revision: 12 });
    });
    expect(await outbox()).to.have.length(before.length + 1);
    expect(position).to.not.equal(null);
    await projectedUpTo(position ?? 0n);
  });

  it('takes everything when it starts late, in batches', async () => {
    const ids = Array.from({ length: 1200 }, () => randomUUID());
    for (let from = 0; from < ids.length; from += 300)
      await Promise.all(
        ids.slice(from, from + 300).map((id) => append(orderStream(id), [orderPlaced(id)])),
      );
    const position = await eventStore.headPosition();
    start();
    await projectedUpTo(position, 10_000);

    expect(await outbox()).to.have.length(1200);
  });

  it('has no checkpoint ahead of its rows while events come during its catching up', async () => {
    const positions: bigint[] = [];
    const place = async (batches: number): Promise<void> => {
      for (let batch = 0; batch < batches; batch += 1)
        await Promise.all(
          Array.from({ length: 30 }, async () => {
            const id = randomUUID();
            positions.push(await append(orderStream(id), [orderPlaced(id)]));
          }),
        );
    };
    const samples: { position: string; written: number }[] = [];
    const sample = async (): Promise<number> => {
      const [row] = await database.query<{ position: string; written: number }>(
        `SELECT position::text AS position, (SELECT count(*) FROM messaging.outbox AS o
           WHERE o.position <= c.position) AS written
         FROM projection.checkpoints AS c WHERE name = 'main' AND position IS NOT NULL`,
      );
      if (row !== undefined) samples.push(row);

      return row?.written ?? 0;
    };
    await place(20);
    start();
    const live = place(10);

    await eventually(async () => expect(await sample()).to.equal(900), 20_000);
    await live;
    for (const { position, written } of samples)
      expect(positions.filter((one) => one <= BigInt(position)).length).to.equal(written);
  });

  it('comes back when its connections are cut', async () => {
    const projector = start();
    await projectedUpTo(await append(inventoryStream(productId), [productAdded()]));
    await other.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    await projectedUpTo(await append(orderStream(orderId), [orderPlaced()]));

    await eventually(() => expect(projector.isLeader()).to.equal(true));
  });

  it('leads alone; a second one stands by and takes over', async () => {
    const one = start();
    await eventually(() => expect(one.isLeader()).to.equal(true));
    const two = start();
    await projectedUpTo(await append(inventoryStream(productId), [productAdded()]));

    expect(two.isLeader()).to.equal(false);
    await one.stop();
    await projectedUpTo(await append(orderStream(orderId), [orderPlaced()]));
    expect(two.isLeader()).to.equal(true);
    expect(await outbox()).to.have.length(1);
  });

  it('lets a zombie commit nothing', async () => {
    const here = { name: 'main', storeId: randomUUID(), head: 10_000n };
    const zombie = await beginTerm(database, here);
    const successor = await beginTerm(database, here);
    const events = stored(orderStream(orderId), [orderPlaced()]);
    const error = await rejectionOf(projectEvents()(zombie, events, 1000n));

    expect(error).to.be.instanceOf(Fenced);
    expect(await findOrder(database, orderId)).to.equal(null);
    expect(await outbox()).to.have.length(0);
    expect(await projectEvents()(successor, events, 1000n)).to.include({ position: 1000n });
    expect(await rejectionOf(projectEvents()(successor, events, 1000n))).to.be.instanceOf(Fenced);
    expect(await outbox()).to.have.length(1);
  });

  it('quarantines an event that cannot be projected, with its position, and goes on', async () => {
    start();
    const poison = { ...productAdded(), data: { ...productAdded().data, name: null } };
    await append(inventoryStream(productId), [poison as unknown as InventoryEvent]);
    const id = randomUUID();
    const position = await append(inventoryStream(id), [productAdded(id, 'SKU-2'), unknown]);
    await projectedUpTo(position);

    expect(await findProduct(database, productId)).to.equal(null);
    expect(await findProduct(database, id)).to.include({ sku: 'SKU-2', revision: 0 });
    const quarantined = await database.query(
      'SELECT stream, revision, type FROM projection.parked_events ORDER BY position',
    );
    expect(quarantined).to.deep.equal([
      { stream: inventoryStream(productId), revision: 0, type: 'ProductAdded' },
      { stream: inventoryStream(id), revision: 1, type: 'ProductPainted' },
    ]);
  });

  it('ignores what others write to streams whose names look like ours', async () => {
    const projector = start();
    const foreign = { type: 'OrderCooked', data: { dish: 'soup' } } as unknown as OrderEvent;
    await append('order-of-somebody-else', [foreign, orderPlaced()]);
    await append('inventory-', [foreign]);
    await projectedUpTo(await append(orderStream(orderId), [orderPlaced()]));

    expect(projector.halted()).to.equal(null);
    expect(await outbox()).to.have.length(1);
    expect(await database.query('SELECT 1 FROM projection.parked_events')).to.deep.equal([]);
  });

  it('quarantines an event of a newer version by its name, and makes no level of it', async () => {
    start();
    const stock = { productId, quantity: { pieces: 5 }, onHand: 5, available: {}, receivedAt: at };
    const events = [
      productAdded(),
      { type: 'StockReceived', data: stock } as unknown as InventoryEvent,
    ];
    const newer = events.map(toNewEvent).map((event, index) => ({
      ...event,
      metadata: { ...event.metadata, schemaVersion: index + 1 },
    }));
    await eventStore.append(inventoryStream(productId), newer, { expectedRevision: 'no_stream' });
    const id = randomUUID();
    await projectedUpTo(await append(inventoryStream(id), [productAdded(id, 'SKU-2')]));

    expect(await stockOf(database, productId)).to.include({ onHand: 0, available: 0, revision: 0 });
    expect(await findProduct(database, id)).to.include({ sku: 'SKU-2' });
    const [quarantined] = await database.query('SELECT error FROM projection.parked_events');
    expect(quarantined)
      .to.have.property('error')
      .that.matches(/^StockReceived of schema version 2/);
  });

  it('halts at a checkpoint of another store, or beyond the head, and names the way out', async () => {
    await beginTerm(database, { name: 'main', storeId: randomUUID(), head: 0n });
    const stranger = start();
    await eventually(() => expect(stranger.halted()).to.match(/belongs to event store .* Either/));
    await stranger.stop();

    await database.query('DELETE FROM projection.checkpoints');
    const projector = start();
    await projectedUpTo(await append(inventoryStream(productId), [productAdded()]));
    await projector.stop();
    await database.query('UPDATE projection.checkpoints SET position = position + 1000000');
    const ahead = start();
    await eventually(() =>
      expect(ahead.halted()).to.match(/but the event store ends at .* Either/),
    );
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  const running: { stop: () => Promise<void> }[] = [];
  let node: OwnEventStore;
  let eventStore: EventStore;
  let database: Database;
  let other: Database;

  beforeEach(async () => {
    node = await startOwnEventStore();
    eventStore = connectEventStore(node.url, logger);
    const url = await freshDatabase();
    database = connectDatabase({ url, logger });
    other = connectDatabase({ url, logger });
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ stop }) => stop()));
    await eventStore.stop();
    await Promise.all([node.stop(), database.stop(), other.stop()]);
  });

  const start = (): Projector => {
    const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
    const projector = startProjecting({ eventStore, database, logger, metrics });
    running.push(projector);

    return projector;
  };

  const projectEvents = () =>
    createProjectEvents({
      database,
      logger,
      metrics: createProjectorMetrics(createMetrics({ service: 'test' })),
    });

  const append = async (
    stream: string,
    events: readonly (InventoryEvent | OrderEvent)[],
    expectedRevision: number | 'no_stream' = 'no_stream',
  ): Promise<bigint> =>
    (await eventStore.append(stream, events.map(toNewEvent), { expectedRevision })).position;

  const projectedUpTo = (position: bigint, milliseconds?: number): Promise<void> =>
    eventually(async () => {
      const reached = await checkpointPosition(database);
      expect(reached !== null && reached >= position, `${reached} of ${position}`).to.equal(true);
    }, milliseconds);

  const outbox = () => database.query('SELECT topic FROM messaging.outbox');
});

/** Of a release to come. */
const unknown = { type: 'ProductPainted', data: { paintedAt: at } } as unknown as InventoryEvent;
