import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { orderStream } from '../../../domain/order/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { checkpointPosition } from '../../../projections/projector/checkpoint.js';
import { createProjectorMetrics } from '../../../projections/projector/metrics.js';
import { type Projector, startProjecting } from '../../../projections/projector/projector.js';
import { eventually } from '../../support/assertions/eventually.js';
import { orderPlaced, toNewEvent } from '../../support/builders/storyEvents.js';
import { freshDatabase } from '../../support/servers/postgres.js';
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

  const logger = createLogger({ name: 'test', level: 'silent' });
  let node: RestorableEventStore;
  let eventStore: EventStore;
  let database: Database;
  let projector: Projector;

  beforeEach(async () => {
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
    await place();
    await place();
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

  const projected = (): Promise<void> =>
    eventually(async () => {
      const [head, reached] = [await eventStore.headPosition(), await checkpointPosition(database)];
      expect(reached !== null && reached >= head, `${reached} of ${head}`).to.equal(true);
    }, 10_000);
});
