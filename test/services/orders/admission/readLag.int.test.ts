import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { createLogger } from '../../../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { readLag } from '../../../../services/orders/admission/readLag.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

describe('How far the processing of orders is behind', () => {
  let database: Database;
  before(async () => {
    const logger = createLogger({ name: 'test', level: 'silent' });
    database = connectDatabase({ url: await freshDatabase(), logger });
  });
  after(() => database.stop());
  beforeEach(() => database.query('TRUNCATE messaging.outbox, messaging.published, read.orders'));

  const waiting = (position: number, ageSeconds: number, lastError: string | null = null) =>
    database.query(
      `INSERT INTO messaging.outbox
         (position, ordinal, event_id, topic, key, headers, payload, last_error, created_at)
       VALUES ($1, 0, $2, 'order.created', 'key', '{}', '{}', $3, now() - $4 * interval '1 second')`,
      [position, randomUUID(), lastError, ageSeconds],
    );
  const published = (position: number) =>
    database.query(
      `INSERT INTO messaging.published (position, ordinal, event_id, topic, key, headers, payload,
         attempts, created_at, published_at)
       VALUES ($1, 0, $2, 'order.created', 'key', '{}', '{}', 1, now(), now())`,
      [position, randomUUID()],
    );
  const ordered = async (status: string): Promise<string> => {
    const id = randomUUID();
    await database.query(
      `INSERT INTO read.orders (order_id, user_id, status, inventory_status, total_amount, currency,
         idempotency_key, request_fingerprint, message, revision, created_at, updated_at)
       VALUES ($1, $1, $2, 'PENDING', 0, 'EUR', 'key', 'f', '', 0, now(), now())`,
      [id, status],
    );

    return id;
  };
  const outboxSeconds = async () => Math.round((await readLag(database, [])).outboxMs / 1000);

  it('is nothing without messages and orders', async () => {
    expect(await readLag(database, [])).to.deep.equal({ outboxMs: 0, decided: [] });
  });

  it('is the age of the message that is published next', async () => {
    await published(5);
    await waiting(10, 20);
    await waiting(11, 7);

    expect(await outboxSeconds()).to.equal(20);
  });

  it('leaves out what was overtaken, and what is in quarantine', async () => {
    await waiting(3, 900);
    await published(5);
    await waiting(10, 800, 'too large');
    await waiting(11, 7);

    expect(await outboxSeconds()).to.equal(7);
  });

  it('tells which orders are decided', async () => {
    const [pending, confirmed] = [await ordered('PENDING'), await ordered('CONFIRMED')];
    const { decided } = await readLag(database, [pending, confirmed, randomUUID()]);

    expect(decided).to.deep.equal([confirmed]);
  });
});
