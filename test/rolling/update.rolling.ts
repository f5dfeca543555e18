import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { connectEventStore } from '../../platform/eventStore/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { nodeCommand } from '../../platform/process/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { expectSoundOrders } from '../support/assertions/soundOrders.js';
import {
  type AcceptedOrder,
  type OrderLoad,
  startOrderLoad,
} from '../support/clients/orderLoad.js';
import { createFleet, type Fleet, readersFirst, type Release } from './fleet.js';
import { addProduct, register, renameProduct } from './requests.js';
import { startStores, type Stores } from './stores.js';

const releases = pathToFileURL(`${process.env['ROLLING_RELEASES'] ?? ''}/`);

/** How long both releases of a service run side by side. */
const togetherMs = 2_000;

const logger = createLogger({ name: 'test', level: 'silent' });

describe('a rolling update under load', function () {
  this.timeout(300_000);
  const endings: (() => Promise<void>)[] = [];
  let stores: Stores;
  let fleet: Fleet;
  let load: OrderLoad;
  /** The older release says 500, not yet 503, to a key whose order it cannot read. */
  let isUnreadable = false;
  let products: Readonly<Record<'sold' | 'renamed' | 'renamedByOlder', string>>;

  before(async () => {
    stores = await startStores(endings);
    await migrate('older');
    fleet = await createFleet(releases, stores);
    endings.push(fleet.stop);
    for (const name of readersFirst) await fleet.join('older', name);
    const { gateway } = fleet;
    products = {
      sold: await addProduct(gateway, 1e6),
      renamed: await addProduct(gateway, 1),
      renamedByOlder: await addProduct(gateway, 1),
    };
    const tokens = await Promise.all(Array.from({ length: 5 }, () => register(gateway)));
    const productIds = [products.sold];
    const isRepeated = (status: number) => status === 500 && isUnreadable;
    load = startOrderLoad({ gateways: [gateway], tokens, productIds, everyMs: 150, isRepeated });
    await untilAccepted(10);
  });

  after(async () => {
    for (const end of endings.reverse()) await end();
  });

  it('the newer release migrates, joins and replaces the older one', async () => {
    await migrate('newer');
    await untilAccepted(5);
    await replace('older', 'newer');
    await untilAccepted(10);
  });

  it('the older release is brought back, and replaces the newer one', async () => {
    await replace('newer', 'older');
    await renameProduct(fleet.gateway, products.renamedByOlder);
    await untilAccepted(10);
  });

  it('the newer release replaces it once more', async () => {
    await replace('older', 'newer');
    await untilAccepted(10);
  });

  it('then writes a new type of event', async () => {
    await fleet.join('newer', 'orders', { WRITE_GIFTS: 'yes' });
    await untilAccepted(10);
  });

  it('meets the older release again, which cannot read those, beside it', async () => {
    isUnreadable = true;
    for (const name of readers) await fleet.join('older', name);
    await Promise.all([untilAccepted(20), sleep(togetherMs)]);
    for (const name of readers) await fleet.retire('older', name);
  });

  it('lost no order, sold nothing twice, and left nothing behind', async () => {
    const accepted = await load.stop();
    const { DATABASE_URL: url, KAFKA_BROKERS } = stores;
    const database = connectDatabase({ url, logger, queryTimeoutMs: 20_000 });
    endings.push(database.stop);
    await expectSoundOrders({ database, brokers: KAFKA_BROKERS.split(','), accepted });
    await eventually(async () => expect(await database.query(held)).to.deep.equal([]), 60_000);
    expect(await writtenFor(accepted)).to.include.members([
      'OrderConfirmed 1',
      'OrderConfirmed 2',
      'OrderGiftWrapped 1',
    ]);
    expect(await run('dlq', 'list')).to.equal('');
    await run('projections', 'rebuild', '--check');
  });

  /** Every service in turn, with both releases side by side for a while. */
  const replace = async (from: Release, to: Release): Promise<void> => {
    for (const name of to === 'newer' ? readersFirst : readersFirst.toReversed()) {
      await fleet.join(to, name);
      await Promise.all([renameProduct(fleet.gateway, products.renamed), sleep(togetherMs)]);
      await fleet.retire(from, name);
      await untilAccepted(3);
    }
  };

  const untilAccepted = (more: number): Promise<void> => {
    const enough = (load.statuses.get(201) ?? 0) + more;

    return eventually(() => expect(load.statuses.get(201)).to.be.at.least(enough), 60_000);
  };

  const migrate = async (release: Release): Promise<void> => {
    const file = new URL(`${release}/migrations/migrate.ts`, releases).href;
    const migrations = (await import(file)) as Readonly<{ migrate: (url: string) => unknown }>;
    await migrations.migrate(stores.DATABASE_URL);
  };

  /** A command of the newer release, which must succeed; returns what it printed. */
  const run = async (operation: string, ...args: readonly string[]): Promise<string> => {
    const main = nodeCommand(new URL(`newer/operations/${operation}.js`, releases));
    const env = { ...process.env, ...stores };
    const command = promisify(execFile)(main.command, [...main.args, ...args], { env });
    const { stdout } = await command.catch((error: unknown) => {
      const { stdout: said } = error as Readonly<{ stdout: string }>;
      throw new Error(`${operation} failed: ${said}`, { cause: error });
    });

    return stdout;
  };

  /** The types and schema versions of the events of these orders. */
  const writtenFor = async (orders: readonly AcceptedOrder[]): Promise<string[]> => {
    const eventStore = connectEventStore(stores.EVENTSTORE_URL, logger);
    endings.push(eventStore.stop);
    const kinds = new Set<string>();
    for (const { id } of orders)
      for (const { type, metadata } of (await eventStore.read(`order-${id}`)).events)
        kinds.add(`${type} ${metadata.schemaVersion}`);

    return [...kinds];
  };
});

const readers = ['orders', 'inventory', 'projector'] as const;

const held = `
  SELECT stream, error FROM projection.parked_events WHERE resumed_at IS NULL
  UNION ALL SELECT stream, error FROM messaging.quarantined_messages`;
