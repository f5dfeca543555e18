import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { orderStream } from '../../../domain/order/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { checkpointPosition } from '../../../projections/projector/checkpoint.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics/projectorMetrics.js';
import { type Projector, startProjecting } from '../../../projections/projector/projector.js';
import { readModelNames } from '../../../projections/rebuild/readModel.js';
import { rebuild } from '../../../projections/rebuild/rebuild.js';
import { SwapRefused } from '../../../projections/rebuild/swapBound.js';
import { eventually } from '../../support/assertions/eventually.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';
import { orderPlaced, toNewEvent } from '../../support/builders/storyEvents.js';
import { freshDatabase } from '../../support/servers/postgres.js';
import { startConnectedEventStore } from '../../support/servers/ownEventStore.js';
import {
  type RestorableEventStore,
  startRestorableEventStore,
} from '../../support/servers/restorableEventStore.js';

describe('An event store that was restored from an older copy', function () {
  this.timeout(40_000);

  it('halts the projector while its log is shorter than the checkpoint', async () => {
    await loseOrders(3);

    await eventually(() => expect(projector.halted()).to.match(/ends at .* older copy/), 15_000);
  });

  it('halts the projector although its log has grown past the checkpoint', async () => {
    await loseOrders(1);
    const known = await checkpointPosition(database);
    while ((await eventStore.headPosition()) <= (known ?? 0n)) await place();

    await eventually(
      () => expect(projector.halted()).to.match(/the event store has .* there: .* older copy/),
      15_000,
    );
    expect(await checkpointPosition(database)).to.equal(known);
  });

  it('is followed again after one command, by rows, messages and projector', async () => {
    await loseOrders(3);
    await eventually(() => expect(projector.halted()).to.contain('--from-store'), 15_000);
    const kept = await ordersOf('messaging.outbox');
    await database.query('UPDATE messaging.outbox SET published_at = now()');
    placed.push(await place());
    const { swapped, lostMessages } = await rebuild({ ...rebuilding(), fromStore: true });

    expect([swapped, lostMessages]).to.deep.equal([true, 3]);
    placed.push(await place());
    await projected(20_000);
    expect(projector.halted()).to.equal(null);
    expect(kept).to.have.length(5);
    expect(await ordersOf('read.orders')).to.have.members(placed);
    expect(await ordersOf('messaging.outbox')).to.have.members(placed);
    expect(await database.query(unpublished)).to.deep.equal([{ rows: 2 }]);
    expect(await differing()).to.deep.equal([]);
  });

  it('is recognised by the last event of a day whose messages were dropped', async () => {
    await loseOrders(3);
    await database.query(`WITH last AS (
        INSERT INTO messaging.pruned_days SELECT current_date - 8, position, event_id
        FROM messaging.outbox ORDER BY position LIMIT 1 OFFSET 1 RETURNING position)
      DELETE FROM messaging.outbox USING last WHERE outbox.position <= last.position`);
    const { lostMessages } = await rebuild({ ...rebuilding(), fromStore: true });
    placed.push(await place());
    await projected(20_000);

    expect(lostMessages).to.equal(3);
    expect(await ordersOf('messaging.outbox')).to.deep.equal(placed.slice(-1));
    expect(await differing()).to.deep.equal([]);
  });

  it('loses nothing when the command is run although nothing was lost', async () => {
    placed.push(await place(), await place());
    await projected();
    const { lostMessages } = await rebuild({ ...rebuilding(), fromStore: true });
    placed.push(await place());
    await projected(20_000);

    expect(lostMessages).to.equal(0);
    expect(await ordersOf('messaging.outbox')).to.have.members(placed);
  });

  it('is not followed when nothing of it is left, unless that is accepted', async () => {
    placed.push(await place());
    await projected();
    await projector.stop();
    const other = await startConnectedEventStore();
    const options = { ...rebuilding(), eventStore: other.eventStore, fromStore: true };

    expect(await rejectionOf(rebuild(options))).to.be.instanceOf(SwapRefused);
    expect(await ordersOf('messaging.outbox')).to.deep.equal(placed);
    const { lostMessages } = await rebuild({ ...options, acceptDifferences: true });
    expect(lostMessages).to.equal(1);
    expect(await checkpointPosition(database)).to.equal(null);
    await other.stop();
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let node: RestorableEventStore;
  let eventStore: EventStore;
  let database: Database;
  let projector: Projector;

  let placed: string[];

  beforeEach(async () => {
    placed = [];
    node = await startRestorableEventStore();
    eventStore = connectEventStore(node.url, logger);
    database = connectDatabase({ url: await freshDatabase(), logger, queryTimeoutMs: 20_000 });
    projector = start();
  });

  afterEach(async () => {
    await projector.stop();
    await Promise.all([database.stop(), eventStore.stop()]);
    await node.stop();
  });

  const start = (): Projector =>
    startProjecting({
      eventStore,
      database,
      logger,
      metrics: createProjectorMetrics(createMetrics({ service: 'test' })),
    });

  /** Copies the store with two orders, places some more, and puts the copy back. */
  const loseOrders = async (count: number): Promise<void> => {
    placed.push(await place(), await place());
    await projected();
    await node.copy();
    for (let lost = 0; lost < count; lost += 1) await place();
    await projected();
    await projector.stop();
    await node.restore();
    projector = start();
  };

  /** Again until the client has found the node that was started anew. */
  const place = async (): Promise<string> => {
    const id = randomUUID();
    await eventually(async () => {
      await eventStore.append(orderStream(id), [toNewEvent(orderPlaced(id))], {
        expectedRevision: 'no_stream',
      });
    }, 10_000);

    return id;
  };

  const projected = (timeoutMs = 10_000): Promise<void> =>
    eventually(async () => {
      const [head, reached] = [await eventStore.headPosition(), await checkpointPosition(database)];
      expect(reached !== null && reached >= head, `${reached} of ${head}`).to.equal(true);
    }, timeoutMs);

  const rebuilding = () => ({
    eventStore,
    database,
    names: readModelNames,
    onlyCheck: false,
    onProgress: () => undefined,
  });

  const differing = async (): Promise<string[]> => {
    const { differences } = await rebuild({ ...rebuilding(), onlyCheck: true });

    return differences.flatMap(({ examples }) => examples);
  };

  const ordersOf = async (table: 'messaging.outbox' | 'read.orders'): Promise<unknown[]> => {
    const column = table === 'read.orders' ? 'order_id' : 'key';
    const rows = await database.query(`SELECT ${column} AS id FROM ${table}`);

    return rows.map(({ id }) => id);
  };
});

const unpublished = 'SELECT count(*) AS rows FROM messaging.outbox WHERE published_at IS NULL';
