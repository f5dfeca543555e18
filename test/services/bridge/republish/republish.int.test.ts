import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { inventoryStream } from '../../../../domain/inventory/index.js';
import { orderStream } from '../../../../domain/order/index.js';
import { pause } from '../../../../platform/concurrency/index.js';
import { connectEventStore, type EventStore } from '../../../../platform/eventStore/index.js';
import { createMetrics } from '../../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { createProjectorMetrics } from '../../../../projections/projector/metrics/projectorMetrics.js';
import { startProjecting } from '../../../../projections/projector/projector.js';
import { createOutbox } from '../../../../services/bridge/relay/outbox.js';
import { republish } from '../../../../services/bridge/republish/republish.js';
import { outboxRetention } from '../../../../services/bridge/retention/outboxRetention.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { rejectionOf } from '../../../support/assertions/rejectionOf.js';
import { orderPlaced, toNewEvent } from '../../../support/builders/storyEvents.js';
import { silent } from '../../../support/clients/messaging.js';
import { type OwnEventStore, startOwnEventStore } from '../../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

describe('republish', function () {
  this.timeout(60_000);
  let node: OwnEventStore;
  let eventStore: EventStore;
  let database: Database;
  let stopProjector: () => Promise<void>;

  beforeEach(async () => {
    node = await startOwnEventStore();
    eventStore = connectEventStore(node.url, silent);
    database = connectDatabase({ url: await freshDatabase(), logger: silent });
    const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
    stopProjector = startProjecting({ eventStore, database, logger: silent, metrics }).stop;
  });

  afterEach(async () => {
    await stopProjector();
    await Promise.all([database.stop(), eventStore.stop()]);
    await node.stop();
  });

  it('takes what was published from a time on, and up to another', async () => {
    const [first, second, third] = [await publish(), await publish(), await publish()];

    expect(await run({ from: second.at, to: third.at })).to.include({
      messages: 1,
      source: 'table',
    });
    expect(await waiting()).to.deep.equal([second.id]);
    expect(await run({ from: second.at })).to.include({ messages: 1 });
    expect(await run({ from: first.at })).to.include({ messages: 1 });
    expect(await waiting()).to.deep.equal([first.id, second.id, third.id]);
  });

  it('makes one of a message that was published twice', async () => {
    const { at, id } = await publish();
    await run({ from: at });
    await publishAll();
    await run({ from: at });

    expect(await waiting()).to.deep.equal([id]);
  });

  it('takes the same messages from the event store once they are dropped', async () => {
    const placed = [await publish(), await publish()];
    const before = await messages('messaging.published');
    await dropAll();
    const [first] = placed;

    expect(await run({ from: first?.at ?? new Date() })).to.deep.equal({
      messages: 2,
      source: 'store',
      unreadable: 0,
    });
    expect(await messages('messaging.outbox')).to.deep.equal(before);
  });

  it('takes all of one order, from either', async () => {
    const [, order] = [await publish(), await publish(), await publish()];
    expect(await run({ orderId: order.id })).to.include({ messages: 1, source: 'table' });
    expect(await waiting()).to.deep.equal([order.id]);
    await publishAll();
    await dropAll();

    expect(await run({ orderId: order.id })).to.include({ messages: 1, source: 'store' });
    expect(await waiting()).to.deep.equal([order.id]);
    expect(await rejectionOf(run({ orderId: randomUUID() }))).to.match(/There is no order/);
  });

  it('reads the event store behind the last day before, and counts what it cannot read', async () => {
    await publish();
    await dropAll();
    await database.query(`UPDATE messaging.pruned_days SET day = current_date - 3`);
    const later = { ...toNewEvent(orderPlaced(randomUUID())), type: 'ProductImageChanged' };
    await eventStore.append(inventoryStream(randomUUID()), [later], {
      expectedRevision: 'no_stream',
    });
    const { id } = await publish();
    await dropAll();
    const from = new Date(Date.now() - 86_400_000);

    expect(await run({ from })).to.deep.equal({ messages: 1, source: 'store', unreadable: 1 });
    expect(await waiting()).to.deep.equal([id]);
  });

  it('lets the state of each product be published again, unless one order is meant', async () => {
    const { id, at } = await publish();
    const feed = 'SELECT FROM messaging.catalogue_feed';
    await database.query(
      'INSERT INTO messaging.catalogue_feed VALUES (gen_random_uuid(), 1, false, 5)',
    );
    await run({ orderId: id });
    expect(await database.query(feed)).to.have.length(1);
    await run({ from: at });

    expect(await database.query(feed)).to.have.length(0);
  });

  it('runs once at a time', async () => {
    const { at } = await publish();
    const outcomes = await Promise.allSettled([run({ from: at }), run({ from: at })]);

    expect(outcomes.map(({ status }) => status)).to.include('fulfilled');
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).to.match(/Another republish runs/);
  });

  type Run = Partial<Readonly<{ from: Date; to: Date; orderId: string }>>;

  const run = ({ from, to, orderId }: Run) =>
    republish(
      { databaseUrl: database.url, eventStoreUrl: node.url, logger: silent },
      { from: from ?? null, to: to ?? null, orderId: orderId ?? null, onProgress: () => undefined },
    );

  /** Places an order and publishes its message; `at` is between that and what was before. */
  const publish = async (): Promise<Readonly<{ id: string; at: Date }>> => {
    const id = randomUUID();
    // Postgres counts microseconds, a Date leaves them out
    await pause(20);
    const at = new Date();
    await pause(20);
    await eventStore.append(orderStream(id), [toNewEvent(orderPlaced(id))], {
      expectedRevision: 'no_stream',
    });
    await eventually(async () => expect(await waiting()).to.include(id));
    await publishAll();

    return { id, at };
  };

  const publishAll = async (): Promise<void> => {
    const outbox = createOutbox(database);
    const rows = await outbox.markAndSelect([], { after: null, limit: 100 });
    const publications = rows.map((row) => ({ row, partition: 1, offset: 1n }));
    await outbox.markAndSelect(publications, { after: null, limit: 0 });
  };

  /** As if all of it had been published long ago. */
  const dropAll = async (): Promise<void> => {
    await database.query(
      `UPDATE messaging.published SET published_at = published_at - interval '2 days'`,
    );
    const keepMs = 3_600_000;
    await outboxRetention({ database, keepMs }).remove(new AbortController().signal);
    await database.query(
      'UPDATE messaging.pruned_days SET day = current_date WHERE day = current_date - 2',
    );
  };

  const messages = (table: string) =>
    database.query(
      `SELECT position, ordinal, event_id, topic, key, headers, payload FROM ${table} ORDER BY 1, 2`,
    );

  const waiting = async (): Promise<unknown[]> =>
    (await messages('messaging.outbox')).map(({ key }) => key);
});
