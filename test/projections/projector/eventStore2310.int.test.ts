import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { checkpointPosition } from '../../../projections/projector/checkpoint.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { type Projector, startProjecting } from '../../../projections/projector/projector.js';
import { pause } from '../../../platform/concurrency/index.js';
import { isSame } from '../../../projections/rebuild/difference.js';
import { rebuild } from '../../../projections/rebuild/rebuild.js';
import { eventually } from '../../support/assertions/eventually.js';
import { orderPlaced, toNewEvent } from '../../support/builders/storyEvents.js';
import { type EventStore2310, startEventStore2310 } from '../../support/servers/eventStore2310.js';
import {
  type ConnectedEventStore,
  startConnectedEventStore,
} from '../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../support/servers/postgres.js';

describe('Projections of an EventStoreDB 23.10', () => {
  it('lose no order when a scavenge has removed the record up to which they had looked', async () => {
    const first = start();
    await projected(await placeOrders(1));
    await lookedBehind(await appendForeign(1_500, 'no_stream'));
    await first.stop();

    const orders = await placeOrders(5);
    await appendForeign(1, 1_499);
    await double.scavenge(foreign);
    start();
    await projected(orders);
  });

  it('keep their term when the server drops a subscription whose reader is too slow', async () => {
    start();
    await projected(await placeOrders(1));
    const before = await checkpoint();
    expect(double.dropSubscriptions()).to.equal(1);
    await projected(await placeOrders(2));

    expect(double.subscriptions()).to.equal(2);
    expect((await checkpoint())?.epoch).to.equal(before?.epoch);
  });

  it('look behind records of others, of which the server says nothing', async () => {
    start();
    await projected(await placeOrders(1));
    await appendForeign(100, 'no_stream');
    const head = await eventStore.headPosition();
    await eventually(async () => expect(await checkpointPosition(database)).to.equal(head));
    await projected(await placeOrders(1));
    const before = await checkpoint();
    await pause(150);

    expect(double.subscriptions()).to.equal(1);
    expect(await checkpoint()).to.deep.equal(before);
  });

  it('replace a subscription that has died without a word, and keep their term', async () => {
    start({ unseenMs: 1_000 });
    await projected(await placeOrders(1));
    const before = await checkpoint();
    double.muteSubscriptions();
    await projected(await placeOrders(2));

    expect(double.subscriptions()).to.equal(2);
    expect((await checkpoint())?.epoch).to.equal(before?.epoch);
  });

  it('are rebuilt although the server drops the reader', async () => {
    start();
    await projected(await placeOrders(100));
    double.dropNextAfter(60);
    const { events, differences } = await rebuild({
      eventStore,
      database,
      names: ['orders'],
      onlyCheck: true,
      onProgress: () => undefined,
    });

    expect(events).to.equal(100);
    expect(differences.every(isSame)).to.equal(true);
    expect(double.subscriptions()).to.be.at.least(3);
  });

  const foreign = 'another-application';
  const logger = createLogger({ name: 'test', level: 'silent' });
  let projectors: Projector[] = [];
  let node: ConnectedEventStore;
  let double: EventStore2310;
  let eventStore: EventStore;
  let database: Database;

  beforeEach(async () => {
    node = await startConnectedEventStore();
    double = await startEventStore2310(node.port, node.eventStore);
    eventStore = connectEventStore(double.url, logger);
    database = connectDatabase({ url: await freshDatabase(), logger });
  });

  afterEach(async () => {
    await Promise.all(projectors.map(({ stop }) => stop()));
    projectors = [];
    await eventStore.stop();
    await double.stop();
    await Promise.all([node.stop(), database.stop()]);
  });

  /** By default nothing counts as unseen: a busy machine may take its time. */
  const start = ({ unseenMs = 60_000 } = {}): Projector => {
    const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
    const projector = startProjecting(
      { eventStore, database, logger, metrics },
      { idleMs: 20, unseenMs },
    );
    projectors.push(projector);

    return projector;
  };

  const placeOrders = async (count: number): Promise<string[]> => {
    const ids = Array.from({ length: count }, () => randomUUID());
    for (const id of ids)
      await eventStore.append(`order-${id}`, [toNewEvent(orderPlaced(id))], {
        expectedRevision: 'no_stream',
      });

    return ids;
  };

  /** Returns the position of the first of the records. */
  const appendForeign = async (count: number, expectedRevision: number | 'no_stream') => {
    const before = await eventStore.headPosition();
    const events = Array.from({ length: count }, () => ({
      ...toNewEvent(orderPlaced()),
      data: {},
    }));
    await eventStore.append(foreign, events, { expectedRevision });

    return before;
  };

  const lookedBehind = (position: bigint) =>
    eventually(async () => {
      const looked = (await checkpointPosition(database)) ?? 0n;
      expect(looked > position, `${looked} of ${position}`).to.equal(true);
    });

  const checkpoint = async () =>
    (await database.query<{ epoch: number }>('SELECT * FROM projection.checkpoints'))[0];

  /** In the read model and in the outbox, each of them. */
  const projected = (orderIds: readonly string[]) =>
    eventually(async () => {
      const rows = await database.query<{ key: string }>(
        `SELECT o.key FROM messaging.outbox AS o JOIN read.orders AS r ON r.order_id::text = o.key
         WHERE o.key = ANY ($1)`,
        [orderIds],
      );
      expect(rows.map(({ key }) => key)).to.have.members(orderIds);
    });
});
