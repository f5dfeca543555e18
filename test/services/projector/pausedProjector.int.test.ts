import { expect } from 'chai';
import { setTimeout as sleep } from 'node:timers/promises';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { eventually } from '../../support/assertions/eventually.js';
import { takeoverSteps, watchLateness } from '../../support/clients/lateness.js';
import { at, productAdded, productId, toNewEvent } from '../../support/builders/storyEvents.js';
import {
  type ServiceProcess,
  startServiceProcess,
} from '../../support/servers/instances/serviceProcess.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../support/servers/postgres.js';

describe('projector: a leader that is paused in the middle of its work', function () {
  this.timeout(120_000);

  it('is replaced within 6 s, and commits nothing when it wakes up', async () => {
    const paused = await startProjectorProcess();
    const next = await startProjectorProcess({ leads: false });
    const appending = appendReceipts(3_000);
    await eventually(async () => expect(await revision()).to.be.above(0), 20_000);
    const lateness = watchLateness(next.url);
    const stoppedAt = performance.now();
    paused.signal('SIGSTOP');
    await eventually(() => expect(isLeading(next)).to.equal(true), 20_000);
    const tookMs = performance.now() - stoppedAt;
    expect(tookMs).to.be.below(6_000 + takeoverSteps * (await lateness()));
    await appending;
    await eventually(async () => expect(await revision()).to.equal(3_000), 60_000);
    const before = await checkpoint();
    paused.signal('SIGCONT');
    await eventually(() => expect(paused.leftAt()).to.be.above(-Infinity), 20_000);
    await sleep(1_500);

    expect(await checkpoint()).to.deep.equal(before);
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  const projectors: ServiceProcess[] = [];
  let node: OwnEventStore;
  let eventStore: EventStore;
  let databaseUrl: string;
  let database: Database;

  before(async () => {
    node = await startOwnEventStore();
    eventStore = connectEventStore(node.url, logger);
    databaseUrl = await freshDatabase();
    database = connectDatabase({ url: databaseUrl, logger });
  });

  after(async () => {
    for (const { kill } of projectors.splice(0)) await kill();
    await Promise.all([eventStore.stop(), database.stop()]);
    await node.stop();
  });

  /** A product, and one unit after the other. */
  const appendReceipts = async (count: number): Promise<void> => {
    const receipts = Array.from({ length: count }, (_, index): InventoryEvent => {
      const level = { onHand: index + 1, available: index + 1 };

      return { type: 'StockReceived', data: { productId, quantity: 1, receivedAt: at, ...level } };
    });
    const events = [productAdded(), ...receipts].map(toNewEvent);
    for (let from = 0; from < events.length; from += 50)
      await eventStore.append(inventoryStream(productId), events.slice(from, from + 50), {
        expectedRevision: from === 0 ? 'no_stream' : from - 1,
      });
  };

  const revision = async (): Promise<number> => {
    const [row] = await database.query<{ revision: number }>(
      'SELECT max(revision) AS revision FROM read.products',
    );

    return row?.revision ?? 0;
  };

  const checkpoint = async () => {
    const [row] = await database.query('SELECT epoch, event_id FROM projection.checkpoints');

    return row;
  };

  const startProjectorProcess = async ({ leads = true } = {}): Promise<ServiceProcess> => {
    const projector = await startServiceProcess('projector', {
      EVENTSTORE_URL: node.url,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'info',
    });
    projectors.push(projector);
    await eventually(() => expect(isLeading(projector)).to.equal(leads), 30_000);

    return projector;
  };
});

const isLeading = ({ ledAt }: ServiceProcess): boolean => ledAt() > -Infinity;
