import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import { observeInvariants } from '../../../services/operations/checks/invariantMetrics.js';
import { readText } from '../../architecture/repository.js';
import { freshDatabase } from '../../support/servers/postgres.js';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('operations: quicksale_invariant_violations', function () {
  this.timeout(60_000);
  let database: Database;
  let level: Readonly<Record<string, number>>;
  let isReadable: boolean;

  beforeEach(async () => {
    database = connectDatabase({ url: await freshDatabase(), logger });
    level = { onHand: 5, available: 3 };
    isReadable = true;
  });
  afterEach(() => database.stop());

  /** The last event of each stream says what `level` says. */
  const readBackwards = (): Promise<StoredEvent[]> =>
    isReadable
      ? Promise.resolve([{ data: level } as unknown as StoredEvent])
      : Promise.reject(new Error('gone'));

  const violations = async (): Promise<Record<string, number>> => {
    const metrics = createMetrics({ service: 'operations' });
    observeInvariants({ metrics, database, eventStore: { readBackwards } });
    const lines = (await metrics.text()).matchAll(
      /^quicksale_invariant_violations\{invariant="(\w+)".*\} (\S+)$/gm,
    );

    return Object.fromEntries(
      [...lines].map(([, invariant = '', value]) => [invariant, Number(value)] as const),
    );
  };

  const none = { oversold: 0, negative_stock: 0, lost_orders: 0, rows_differ: 0 };

  const addProduct = async (): Promise<string> => {
    const [row] = await database.query<{ id: string }>(
      `INSERT INTO read.products SELECT * FROM json_populate_record(NULL::read.products, $1::json)
       RETURNING product_id AS id`,
      [JSON.stringify(productRow())],
    );

    return row?.id ?? '';
  };

  const addOrder = async (minutesAgo: number, inventoryStatus = 'PENDING'): Promise<string> => {
    const id = randomUUID();
    await database.query(
      `INSERT INTO read.orders (order_id, user_id, status, inventory_status, total_amount, currency,
         idempotency_key, request_fingerprint, message, revision, created_at, updated_at)
       VALUES ($1, $1, 'PENDING', $2, 0, 'EUR', 'key', 'f', '', 0, now() - $3 * interval '1 minute',
         now())`,
      [id, inventoryStatus, minutesAgo],
    );

    return id;
  };

  it('is 0 for each invariant of a sound shop, an order on the waitlist and a new one', async () => {
    await addProduct();
    await addOrder(30, 'WAITLISTED');
    await addOrder(1);

    expect(await violations()).to.deep.equal(none);
  });

  it('counts a product with more units in orders than it has reserved', async () => {
    const productId = await addProduct();
    await database.query(
      `INSERT INTO read.order_items (order_id, item_id, line, product_id, name, quantity,
         unit_price, order_revision, inventory_status)
       VALUES ($1, $1, 0, $2, 'x', 3, 0, 0, 'RESERVED')`,
      [randomUUID(), productId],
    );

    expect(await violations()).to.deep.equal({ ...none, oversold: 1 });
  });

  it('counts a stream that says that there is less than nothing', async () => {
    const quarantine = (available: number) =>
      database.query(
        `INSERT INTO projection.parked_events
           (projection, position, stream, revision, event_id, type, event, error)
         VALUES ('read-models', $1, $2, 1, $3, 'StockReserved', $4, 'refused')`,
        [
          String(10 + available),
          `inventory-${randomUUID()}`,
          randomUUID(),
          JSON.stringify({ data: { available, onHand: 5 }, metadata: {} }),
        ],
      );
    await quarantine(-1);
    await quarantine(1);

    expect(await violations()).to.deep.equal({ ...none, negative_stock: 1 });
  });

  it('counts an old order that nobody decides, unless something about it is under way', async () => {
    await addOrder(30);
    const underWay = await addOrder(30);
    await database.query(
      `INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
       VALUES (1, 0, $1, 'order.created', $2, '{}', '{}')`,
      [randomUUID(), underWay],
    );
    const inQuarantine = await addOrder(30);
    await database.query(
      `INSERT INTO messaging.quarantined_messages
         (group_id, topic, partition, "offset", record_time, key, headers, state, error)
       VALUES ('inventory', 'order.created', 0, 1, 0, convert_to($1, 'UTF8'), '[]', 'waiting', 'x')`,
      [inQuarantine],
    );

    expect(await violations()).to.deep.equal({ ...none, lost_orders: 1 });
  });

  it('counts a row that says something else than its stream', async () => {
    await addProduct();
    level = { onHand: 5, available: 4 };

    expect(await violations()).to.deep.equal({ ...none, rows_differ: 1 });
  });

  it('is watched with the number of invariants that there are', () => {
    expect(readText('deploy/prometheus/rules/alerts.yml')).to.include(
      `(count(max by (invariant) (quicksale_invariant_violations)) or vector(0)) < ${Object.keys(none).length}`,
    );
  });

  it('has no series for what cannot be looked at, and the others all the same', async () => {
    await addProduct();
    isReadable = false;

    expect(await violations()).to.deep.equal({ oversold: 0, negative_stock: 0, lost_orders: 0 });
  });
});

const productRow = () => ({
  product_id: randomUUID(),
  sku: 'SKU-1',
  name: 'Lamp',
  description: '',
  category: 'Light',
  price: 100,
  currency: 'EUR',
  version: 1,
  on_hand: 5,
  reserved: 2,
  revision: 3,
  created_at: '2026-11-27T00:00:00Z',
  updated_at: '2026-11-27T00:00:00Z',
  name_key: 'lamp',
  category_key: 'light',
  search_text: 'lamp',
});
