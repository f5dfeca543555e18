import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import { type OrderEvent, orderStream } from '../../../domain/order/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { checkpointPosition } from '../../../projections/projector/checkpoint.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { findOrder } from '../../../projections/orders/queries.js';
import { type Projector, startProjecting } from '../../../projections/projector/projector.js';
import { readModelNames, type ReadModelName } from '../../../projections/rebuild/readModel.js';
import { type RebuildProgress } from '../../../projections/rebuild/building.js';
import { rebuild } from '../../../projections/rebuild/rebuild.js';
import { eventually } from '../../support/assertions/eventually.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import {
  lifeOfOrder,
  lifeOfProduct,
  orderId,
  orderPlaced,
  productId,
  toNewEvent,
} from '../../support/builders/storyEvents.js';
import { stockOf } from '../stockOf.js';

describe('A rebuild', function () {
  this.timeout(30_000);

  it('puts tables in place that are the same, to the names of their indexes', async () => {
    const before = await outline();
    const { events, differences, swapped } = await run();

    expect(swapped).to.equal(true);
    expect(events).to.equal(lifeOfProduct.length + lifeOfOrder.length);
    expect(differences.map(({ table, rows }) => [table, rows])).to.deep.equal([
      ['products', 1],
      ['orders', 1],
      ['order_items', 1],
    ]);
    expect(differences.flatMap(({ examples }) => examples)).to.deep.equal([]);
    expect(await outline()).to.equal(before);
    expect(await epoch()).to.equal(1);
  });

  it('says what is wrong with the live rows, and swaps nothing when it only checks', async () => {
    await falsify();
    const { differences, swapped } = await run({ onlyCheck: true });

    expect(swapped).to.equal(false);
    expect(differences.map(({ surplus, missing, changed }) => [surplus, missing, changed]))
      .to.deep //
      .equal([
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
      ]);
    expect(differences[0]?.examples).to.deep.equal([`changed ${productId}`]);
    expect(await stockOf(database, productId)).to.include({ onHand: 1_000 });
  });

  it('puts it right, and lets the projector forget what it remembers', async () => {
    const honest = await stockOf(database, productId);
    await falsify();
    await run();
    expect(await stockOf(database, productId)).to.deep.equal(honest);
    expect(await findOrder(database, orderId)).to.include({ status: 'DELIVERED' });
    expect(await epoch()).to.equal(2);
    const other = randomUUID();
    await projectedUpTo(await append(orderStream(other), [orderPlaced(other)]));
    await eventually(async () => expect(await epoch()).to.be.above(2));
  });

  it('builds one read model and leaves the other alone', async () => {
    await falsify();
    const { differences } = await run({ names: ['orders'] });

    expect(differences.map(({ table }) => table)).to.deep.equal(['orders', 'order_items']);
    expect(await stockOf(database, productId)).to.include({ onHand: 1_000 });
  });

  it('writes no message and no notification', async () => {
    const before = await messages();
    await falsify();
    await run();

    expect(await messages()).to.deep.equal(before);
  });

  it('loses nothing that happens meanwhile', async () => {
    const placed: Promise<bigint>[] = [];
    const state = { isOver: false };
    const placing = (async () => {
      while (!state.isOver) {
        const id = randomUUID();
        placed.push(append(orderStream(id), [orderPlaced(id)]));
        await placed.at(-1);
      }
    })();
    for (let round = 0; round < 3; round += 1) {
      const { differences } = await run();
      expect(differences.flatMap(({ examples }) => examples)).to.deep.equal([]);
    }
    state.isOver = true;
    await placing;
    await projectedUpTo(await eventStore.headPosition());
    const [row] = await database.query('SELECT count(*) AS orders FROM read.orders');

    expect(row).to.deep.equal({ orders: placed.length + 1 });
    expect((await run({ onlyCheck: true })).differences.flatMap(({ examples }) => examples)).to
      .be //
    .empty;
  });

  it('folds more than it writes at once', async () => {
    const orders = Array.from({ length: 4_500 }, () => randomUUID());
    const placed: bigint[] = [];
    for (let from = 0; from < orders.length; from += 500) {
      const some = orders.slice(from, from + 500);
      placed.push(
        ...(await Promise.all(some.map((id) => append(orderStream(id), [orderPlaced(id)])))),
      );
    }
    await projectedUpTo(placed.reduce((last, position) => (position > last ? position : last)));
    const told: RebuildProgress[] = [];
    const { events, differences } = await run({ onProgress: (one) => told.push(one) });

    expect(events).to.equal(lifeOfProduct.length + lifeOfOrder.length + orders.length);
    expect(differences.map(({ rows }) => rows)).to.deep.equal([1, 4_501, 4_501]);
    expect(differences.flatMap(({ examples }) => examples)).to.deep.equal([]);
    expect(told.some((one) => one.events > 0 && one.events < events)).to.equal(true);
  });

  it('tells how far it is', async () => {
    const told: RebuildProgress[] = [];
    await run({ onProgress: (progress) => told.push(progress) });

    expect(told.length).to.be.at.least(1);
    expect(told.at(-1)?.position).to.equal(told.at(-1)?.target);
  });

  it('leaves nothing behind when it fails, and refuses the read models of another store', async () => {
    await database.query('UPDATE projection.checkpoints SET store_id = gen_random_uuid()');
    const error = await rejectionOf(run());

    expect(error)
      .to.have.property('message')
      .that.matches(/belong to event store/);
    expect(await schemas()).to.deep.equal([]);
  });

  let node: OwnEventStore;
  let eventStore: EventStore;
  let database: Database;
  let projector: Projector;

  beforeEach(async () => {
    node = await startOwnEventStore();
    eventStore = connectEventStore(node.url, logger);
    database = connectDatabase({ url: await freshDatabase(), logger, queryTimeoutMs: 20_000 });
    const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
    projector = startProjecting({ eventStore, database, logger, metrics });
    await append(inventoryStream(productId), lifeOfProduct);
    await projectedUpTo(await append(orderStream(orderId), lifeOfOrder));
  });

  afterEach(async () => {
    await projector.stop();
    await Promise.all([database.stop(), eventStore.stop()]);
    await node.stop();
  });

  type Wishes = Readonly<{
    names?: readonly ReadModelName[];
    onlyCheck?: boolean;
    onProgress?: (progress: RebuildProgress) => void;
  }>;

  const run = ({ names = readModelNames, onlyCheck = false, onProgress }: Wishes = {}) =>
    rebuild({
      eventStore,
      database,
      names,
      onlyCheck,
      onProgress: onProgress ?? (() => undefined),
    });

  /** As a mistake in a projection might: a wrong value, a row too many, rows that are missing. */
  const falsify = async (): Promise<void> => {
    await database.query('UPDATE read.products SET on_hand = 1000');
    await database.query(
      `INSERT INTO read.orders SELECT (json_populate_record(o, '{"order_id":"${randomUUID()}"}')).*
       FROM read.orders AS o`,
    );
    await database.query('DELETE FROM read.order_items');
  };

  const append = async (
    stream: string,
    events: readonly (InventoryEvent | OrderEvent)[],
    expectedRevision: number | 'no_stream' = 'no_stream',
  ): Promise<bigint> =>
    (await eventStore.append(stream, events.map(toNewEvent), { expectedRevision })).position;

  const projectedUpTo = (position: bigint): Promise<void> =>
    eventually(async () => {
      const reached = await checkpointPosition(database);
      expect(reached !== null && reached >= position, `${reached} of ${position}`).to.equal(true);
    }, 10_000);

  const outline = async (): Promise<string> =>
    JSON.stringify(
      await database.query(
        `SELECT indexdef FROM pg_indexes WHERE schemaname = 'read'
         UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
           FROM pg_constraint WHERE connamespace = 'read'::regnamespace
         UNION ALL SELECT relname || ' ' || coalesce(reloptions::text, '')
           FROM pg_class WHERE relnamespace = 'read'::regnamespace
         ORDER BY 1`,
      ),
    );

  const epoch = async (): Promise<unknown> =>
    (await database.query('SELECT epoch FROM projection.checkpoints'))[0]?.['epoch'];

  const messages = () =>
    database.query(
      `SELECT (SELECT count(*) FROM messaging.outbox) AS outbox,
         (SELECT count(*) FROM notify.notifications) AS notifications`,
    );

  const schemas = () =>
    database.query(`SELECT nspname FROM pg_namespace WHERE nspname ~ '^(rebuild|replaced)'`);
});

const logger = createLogger({ name: 'test', level: 'silent' });
