import { expect } from 'chai';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type InventoryEvent, inventoryStream } from '../../../domain/inventory/index.js';
import { connectEventStore, type EventStore } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { nodeCommand } from '../../../platform/process/index.js';
import { eventually } from '../../support/assertions/eventually.js';
import { at, productAdded, productId, toNewEvent } from '../../support/builders/storyEvents.js';
import { type OwnEventStore, startOwnEventStore } from '../../support/servers/ownEventStore.js';
import { freshDatabase } from '../../support/servers/postgres.js';

describe('projector: a leader that is paused in the middle of its work', function () {
  this.timeout(120_000);

  it('is replaced within 6 s, and commits nothing when it wakes up', async () => {
    const paused = await startProjectorProcess();
    const next = await startProjectorProcess({ leads: false });
    const appending = appendReceipts(3_000);
    await eventually(async () => expect(await revision()).to.be.above(0), 20_000);
    const stoppedAt = performance.now();
    paused.child.kill('SIGSTOP');
    await eventually(() => expect(next.isLeading()).to.equal(true), 20_000);
    expect(performance.now() - stoppedAt).to.be.below(6_000);
    await appending;
    await eventually(async () => expect(await revision()).to.equal(3_000), 60_000);
    const before = await checkpoint();
    paused.child.kill('SIGCONT');
    await eventually(() => expect(paused.output()).to.match(/leading ended|no longer/), 20_000);
    await sleep(1_500);

    expect(await checkpoint()).to.deep.equal(before);
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  const children: ChildProcess[] = [];
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
    for (const child of children.splice(0)) {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
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

  const startProjectorProcess = async ({ leads = true } = {}) => {
    const { command, args } = nodeCommand(
      new URL('../../../services/projector/main.js', import.meta.url),
    );
    const env = {
      ...process.env,
      PROJECTOR_PORT: '0',
      EVENTSTORE_URL: node.url,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: 'info',
    };
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    let text = '';
    child.stderr.on('data', (chunk) => (text += String(chunk)));
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    const isLeading = () => text.includes('"msg":"leading"');
    await eventually(() => {
      expect(text).to.include('"ready":true');
      expect(isLeading()).to.equal(leads);
    }, 30_000);

    return { child, isLeading, output: () => text };
  };
});
