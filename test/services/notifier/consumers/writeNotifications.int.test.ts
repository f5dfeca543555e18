import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { happenedAt } from '../../../support/builders/statusMessages.js';
import { PoisonMessage } from '../../../../platform/messaging/index.js';
import {
  connectDatabase,
  listen,
  pinnedPlans,
  type Database,
} from '../../../../platform/postgres/index.js';
import {
  type ExpectRows,
  writeNotifications,
} from '../../../../services/notifier/consumers/writeNotifications.js';
import {
  createNotificationRows,
  type OwnedNotification,
} from '../../../../services/notifier/notifications/notificationRows.js';
import { parseNotices } from '../../../../services/notifier/sockets/ownRows.js';
import { closeMessaging, closing, silent } from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';
import { receivedOf, statusOf, toReceived, until, upTo } from '../notifierFixture.js';

describe('writeNotifications', () => {
  let database: Database;

  before(async function () {
    this.timeout(120_000);
    const url = await freshDatabase();
    database = connectDatabase({
      url,
      logger: silent,
      max: 10,
      queryTimeoutMs: 10_000,
      settings: pinnedPlans,
    });
  });

  after(() => database.stop());

  afterEach(closeMessaging);

  it('writes one row per message with the next cursor of its user', async () => {
    const userId = randomUUID();
    const message = toReceived(statusOf({ userId, reason: 'OUT_OF_STOCK' }));

    await writeNotifications(database)([...receivedOf(userId), message]);

    const [, row] = await rowsOf(userId);
    expect(row).to.deep.include({
      cursor: 2,
      event_id: message.headers.ce_id,
      order_id: message.value.orderId,
      type: 'order.update',
      message: message.value.message,
      read_at: null,
    });
    expect(row?.['data']).to.deep.equal({
      status: 'CONFIRMED',
      inventoryStatus: 'RESERVED',
      reason: 'OUT_OF_STOCK',
      items: message.value.items,
      orderRevision: 2,
      occurredAt: happenedAt,
    });
  });

  it('keeps what is told of a payment, and a reminder as one', async () => {
    const userId = randomUUID();
    const payment = { status: 'DUE', payBy: '2026-11-21T09:15:00.000Z' } as const;
    const notification = 'payment.reminder';
    await writeNotifications(database)([toReceived(statusOf({ userId, payment, notification }))]);

    const [row] = await rowsOf(userId);
    expect(row).to.include({ cursor: 1, type: 'payment.reminder' });
    expect(row?.['data']).to.deep.include({ payment });
  });

  it('changes nothing when messages are redelivered, in the same batch or later', async () => {
    const userId = randomUUID();
    const messages = receivedOf(userId, 3);
    const write = writeNotifications(database);
    await write([...messages, ...messages]);
    const before = await rowsOf(userId);

    await write(messages);
    await write([...receivedOf(userId), ...messages]);

    const after = await rowsOf(userId);
    expect(before).to.have.length(3);
    expect(after.slice(0, 3)).to.deep.equal(before);
    expect(after.map(({ cursor }) => cursor)).to.deep.equal(upTo(4));
  });

  it('writes an earlier change of an order also when it comes after a later one', async () => {
    const [userId, orderId] = [randomUUID(), randomUUID()];
    const changeAt = (orderRevision: number) =>
      toReceived(statusOf({ userId, orderId, orderRevision }));
    const write = writeNotifications(database);
    await write([changeAt(5)]);
    await write([changeAt(7), changeAt(3)]);
    await write([changeAt(2)]);

    const rows = (await rowsOf(userId)) as { cursor: number; data: { orderRevision: number } }[];
    expect(rows.map(({ cursor }) => cursor)).to.deep.equal(upTo(4));
    expect(rows.map(({ data }) => data.orderRevision)).to.deep.equal([5, 7, 3, 2]);
  });

  it('counts 1, 2, 3 … per user without holes while many write at once', async () => {
    const users = Array.from({ length: 8 }, () => randomUUID());
    const repeated = users.flatMap((userId) => receivedOf(userId, 2));
    const batches = Array.from({ length: 24 }, () => [
      ...repeated,
      ...shuffled(users.flatMap((userId) => receivedOf(userId, 3))),
    ]);

    await Promise.all(batches.map(writeNotifications(database)));

    for (const userId of users) {
      const cursors = (await rowsOf(userId)).map(({ cursor }) => cursor);
      expect(cursors).to.deep.equal(upTo(24 * 3 + 2));
    }
  });

  it('shows cursors in order: one is never visible before those before it', async () => {
    const userId = randomUUID();
    const done = new AbortController();
    const reads: number[][] = [];
    const reading = (async () => {
      while (!done.signal.aborted)
        reads.push((await rowsOf(userId)).map(({ cursor }) => Number(cursor)));
    })();

    await Promise.all(
      Array.from({ length: 30 }, () => writeNotifications(database)(receivedOf(userId, 2))),
    );
    done.abort();
    await reading;

    for (const cursors of reads) expect(cursors).to.deep.equal(upTo(cursors.length));
  });

  it('says what it has written, as it lies in the table', async () => {
    const [userId, known] = [randomUUID(), randomUUID()];
    const earlier = receivedOf(known);
    await writeNotifications(database)(earlier);
    const [expected, written]: [string[], OwnedNotification[]] = [[], []];
    const expectRows: ExpectRows = (userIds) => {
      expected.push(...userIds);

      return (rows) => written.push(...rows);
    };

    const payment = { status: 'DUE', payBy: '2026-11-21T09:15:00.000Z' } as const;
    const orderId = randomUUID().toUpperCase();
    const fresh = [
      ...receivedOf(userId),
      toReceived(statusOf({ userId: userId.toUpperCase(), orderId, payment })),
    ];
    await writeNotifications(database, { expectRows })([...fresh, ...earlier, ...fresh]);

    const rows = createNotificationRows(database);
    expect(written).to.deep.equal(await rows.after([{ userId, cursor: 0 }], 10));
    expect(written.map(({ notification }) => notification.cursor)).to.deep.equal([1, 2]);
    expect(new Set(expected)).to.deep.equal(new Set([userId, known]));
  });

  it('ends what it announced when it fails', async () => {
    const written: unknown[] = [];
    const write = writeNotifications(
      { query: () => Promise.reject(new Error('no Postgres')) },
      { expectRows: () => (rows) => written.push(rows) },
    );

    const failure: unknown = await write(receivedOf(randomUUID())).catch((error: unknown) => error);

    expect(failure).to.have.property('message', 'no Postgres');
    expect(written).to.deep.equal([[]]);
  });

  it('notifies all users of a large batch, with their cursors', async () => {
    const users = Array.from({ length: 500 }, () => randomUUID());
    const notified = new Map<string, number>();
    let isListening = false;
    closing(
      listen({
        url: database.url,
        channels: ['notifications'],
        onNotification: (_, payload) =>
          parseNotices(payload).forEach(({ userId, cursor }) => notified.set(userId, cursor)),
        onReconnect: () => {
          isListening = true;
        },
        logger: silent,
      }),
    );
    await until(() => isListening, 'the listener');

    await writeNotifications(database)(users.flatMap((userId) => receivedOf(userId)));
    await until(() => notified.size === users.length, 'all notifications');

    expect(new Set(notified.values())).to.deep.equal(new Set([1]));
  });

  it('calls a message poison whose id is no UUID', async () => {
    const failure: unknown = await writeNotifications(database)([
      toReceived(statusOf(), 'not-a-uuid'),
    ]).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(PoisonMessage);
  });

  it('S10: calls poison what has no time, and takes the broker’s instead of an invalid time', async () => {
    const userId = randomUUID();
    const { headers, ...message } = toReceived(statusOf({ userId }));
    const at = (ce_time: string, timestamp: number) =>
      writeNotifications(database)([
        { ...message, timestamp, headers: { ...headers, ce_id: randomUUID(), ce_time } },
      ]).catch((error: unknown) => error);

    expect(await at('some day', 9e15)).to.be.instanceOf(PoisonMessage);
    expect(await at('+010000-01-01T00:00:00Z', NaN)).to.be.instanceOf(PoisonMessage);
    expect(await at('+010000-01-01T00:00:00Z', 1_000)).to.equal(undefined);
    const [row] = await rowsOf(userId);
    expect(row?.['data']).to.include({ occurredAt: '1970-01-01T00:00:01.000Z' });
  });

  const rowsOf = (userId: string): Promise<Record<string, unknown>[]> =>
    database.query('SELECT * FROM notify.notifications WHERE user_id = $1 ORDER BY cursor', [
      userId,
    ]);
});

const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, rank: Math.random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
