import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderResource } from '../../contracts/http/orders.js';
import { movedPostgresData, removePostgres } from '../../embedded/postgres/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { openShop, type Shop } from '../support/clients/shop.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

/** docs/operations/backup-and-restore.md gives operators the same commands. */
describe('npm start after a server was lost', function () {
  this.timeout(300_000);
  let home: Home;
  let system: System;

  // With the waiting room, orders would wait for the units of those that were lost.
  const settings = { ...unlimited, ADMISSION: 'off' };

  beforeEach(async () => {
    home = createHome();
    system = await home.start(['--processes'], settings);
  });

  afterEach(() => home.remove());

  it('Kafka wiped, orders in flight: every order is decided after one command', async () => {
    const shop = openShop(system);
    const token = await shop.customer();
    const productId = await shop.product(12);
    const decided = await place(shop, { token, productId, count: 3 });
    await all(decided, (id) => shop.outcome(token, id));
    const lossAt = new Date().toISOString();
    process.kill(system.pidOf('inventory'), 'SIGSTOP');
    const lost = await place(shop, { token, productId, count: 6 });
    await eventually(async () => expect(await published(lost)).to.equal(lost.length), 20_000);
    await system.kill();
    rmSync(join(system.folder, 'kafka'), { recursive: true });

    system = await home.start(['--processes'], settings);
    const again = openShop(system);
    const later = await place(again, { token, productId, count: 6 });
    await all(later, (id) => again.outcome(token, id));
    await sleep(3_000);
    expect(await statuses(again, token, lost)).to.deep.equal(lost.map(() => 'PENDING'));

    await command('bridge', ['republish', '--from', lossAt]);
    const outcomes = await all([...decided, ...lost, ...later], (id) => again.outcome(token, id));
    expect(outcomes.filter(({ status }) => status === 'CONFIRMED')).to.have.length(12);
    expect(outcomes.filter(({ status }) => status === 'CANCELLED')).to.have.length(3);
    await agreesWithStreams(again, { productId, onHand: 12, reserved: 12 });
  });

  it('the database wiped: orders and products are back, users are not', async () => {
    const shop = openShop(system);
    const token = await shop.customer();
    const productId = await shop.product(8);
    const decided = await place(shop, { token, productId, count: 3 });
    const outcomes = await all(decided, (id) => shop.outcome(token, id));
    process.kill(system.pidOf('inventory'), 'SIGSTOP');
    const inFlight = await place(shop, { token, productId, count: 2 });
    await system.kill();
    removePostgres(join(system.folder, 'postgres'));

    system = await home.start(['--processes'], settings);
    const again = openShop(system);
    const admin = await again.admin();
    await eventually(async () => {
      const found = await Promise.all(inFlight.map((id) => again.outcome(admin, id)));
      expect(found.map(({ status }) => status)).to.deep.equal(['CONFIRMED', 'CONFIRMED']);
    }, 60_000);
    const rebuilt = await all(decided, (id) => again.outcome(admin, id));

    expect(rebuilt).to.deep.equal(outcomes);
    await agreesWithStreams(again, { productId, onHand: 8, reserved: 5 });
  });

  it('each store dropped and restored from an older copy: nothing that the streams hold is lost', async () => {
    const shop = openShop(system);
    const token = await shop.customer();
    const productId = await shop.product(8);
    const kept = await place(shop, { token, productId, count: 3 });
    await all(kept, (id) => shop.outcome(token, id));
    expect(await system.stop()).to.equal(0);
    const backup = backUp(system.folder, join(home.folder, 'copy'));
    system = await home.start(['--processes'], settings);
    const later = openShop(system);
    const lost = await place(later, { token, productId, count: 4 });
    const outcomes = await all(lost, (id) => later.outcome(token, id));
    expect(await system.stop()).to.equal(0);

    // Postgres and Kafka follow the event store, which is newer than they are now
    backup.restore('postgres');
    backup.restore('kafka');
    system = await home.start(['--processes'], settings);
    const followed = openShop(system);
    await eventually(async () => {
      const found = await all(lost, (id) => followed.outcome(token, id));
      expect(found).to.deep.equal(outcomes);
    }, 60_000);
    await agreesWithStreams(followed, { productId, onHand: 8, reserved: 7 });
    expect(await system.stop()).to.equal(0);

    backup.restore('eventStore');
    system = await home.start(['--processes'], settings);
    await eventually(async () => expect(await projectorIsReady()).to.equal(false), 20_000);
    await command('projections', ['rebuild', '--from-store', '--accept-differences']);
    await eventually(async () => expect(await projectorIsReady()).to.equal(true), 20_000);
    const again = openShop(system);
    const fresh = await place(again, { token, productId, count: 2 });
    const atTheEnd = await all([...kept, ...fresh], (id) => again.outcome(token, id));

    expect(atTheEnd.map(({ status }) => status)).to.deep.equal(Array(5).fill('CONFIRMED'));
    await agreesWithStreams(again, { productId, onHand: 8, reserved: 5 });
  });

  const command = async (name: string, args: readonly string[]): Promise<void> => {
    const running = home.run(name, args);
    expect(await running.exited, running.output()).to.equal(0);
  };

  const projectorIsReady = async (): Promise<boolean> =>
    (await fetch(`${system.endpoints.projector}/ready`)).ok;

  /** How many of these orders have their first message in Kafka. */
  const published = async (ids: readonly string[]): Promise<number> => {
    const database = connectDatabase({ url: system.endpoints.postgres, logger });
    const rows = await database.query(
      `SELECT FROM messaging.published WHERE topic = 'order.created' AND key = ANY ($1)`,
      [ids],
    );
    await database.stop();

    return rows.length;
  };

  type Expected = Readonly<{ productId: string; onHand: number; reserved: number }>;

  /**
   * Rows are compared with the streams by the rebuild; the stock is read from the stream itself.
   */
  const agreesWithStreams = async (shop: Shop, { productId, ...levels }: Expected) => {
    await command('projections', ['rebuild', '--check']);
    const { body } = await shop.api.call<object>({
      path: `/api/products/${productId}/stock`,
      token: await shop.admin(),
    });
    expect(body).to.include(levels);
  };
});

const logger = createLogger({ name: 'test', level: 'silent' });

type Store = 'postgres' | 'kafka' | 'eventStore';

/** Copies of what the stores of a stopped system hold, owners and rights included. */
const backUp = (folder: string, copies: string) => {
  const places: Readonly<Record<Store, string>> = {
    eventStore: join(folder, 'eventStore'),
    kafka: join(folder, 'kafka'),
    postgres: join(movedPostgresData(join(folder, 'postgres')) ?? join(folder, 'postgres'), 'data'),
  };
  const copy = (from: string, to: string) => execFileSync('cp', ['-a', from, to]);
  mkdirSync(copies);
  for (const [store, place] of Object.entries(places)) copy(place, join(copies, store));

  return {
    /** Drops what the store holds, and puts the copy in its place. */
    restore: (store: Store): void => {
      rmSync(places[store], { recursive: true });
      copy(join(copies, store), places[store]);
    },
  };
};

type Buying = Readonly<{ token: string; productId: string; count: number }>;

const place = async (shop: Shop, { token, productId, count }: Buying): Promise<string[]> => {
  const placed = await Promise.all(
    Array.from({ length: count }, () => shop.order(token, productId, randomUUID())),
  );

  return placed.map(({ body }) => body.order.id);
};

const all = <T>(ids: readonly string[], work: (id: string) => Promise<T>): Promise<T[]> =>
  Promise.all(ids.map(work));

const statuses = (shop: Shop, token: string, ids: readonly string[]): Promise<string[]> =>
  all(ids, async (id) => {
    const { body } = await shop.api.call<OrderResource>({ path: `/api/orders/${id}`, token });

    return body.status;
  });
