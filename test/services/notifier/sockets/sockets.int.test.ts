import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { happenedAt } from '../../../support/builders/statusMessages.js';
import { pause } from '../../../support/clients/kafkaClients.js';
import { sendTo } from '../../../support/clients/messaging.js';
import {
  closeNotifierFixture,
  cursorsOf,
  notify,
  openNotifierFixture,
  openNotifier,
  openSocket,
  statusMessage,
  statusOf,
  until,
  upTo,
  type NotifierFixture,
} from '../notifierFixture.js';

describe('notifier sockets', function () {
  this.timeout(120_000);

  let fixture: NotifierFixture;

  before(async () => {
    fixture = await openNotifierFixture();
  });

  after(closeNotifierFixture);

  it('pushes what comes from Kafka to the user, as the contract has it', async () => {
    const userId = randomUUID();
    const client = await openSocket(fixture.url, { token: fixture.signIn('customer', userId) });
    const status = statusOf({ userId, status: 'CANCELLED', reason: 'OUT_OF_STOCK' });

    await sendTo(fixture.publisher, 'order.status', statusMessage(status));
    await until(() => client.updates.length > 0, 'the update');

    expect(client.updates).to.deep.equal([
      {
        cursor: 1,
        type: 'order.update',
        orderId: status.orderId,
        status: 'CANCELLED',
        inventoryStatus: 'RESERVED',
        reason: 'OUT_OF_STOCK',
        message: status.message,
        payment: { status: 'NONE' },
        occurredAt: happenedAt,
      },
    ]);
  });

  it('measures from the click to the push, for buyers who were there', async () => {
    const userId = randomUUID();
    const before = await clicksMeasured(fixture.url);
    const placedEarlier = statusOf({
      userId,
      placedAt: new Date(Date.now() - 60_000).toISOString(),
    });
    const client = await openSocket(fixture.url, { token: fixture.signIn('customer', userId) });
    const placedNow = statusOf({ userId, placedAt: new Date(Date.now() + 1).toISOString() });

    for (const status of [placedEarlier, placedNow])
      await sendTo(fixture.publisher, 'order.status', statusMessage(status));
    await until(() => client.updates.length > 1, 'both updates');

    expect((await clicksMeasured(fixture.url)) - before).to.equal(1);
    expect(client.updates.map((update) => 'placedAt' in update)).to.eql([false, false]);
  });

  it('starts at now without a cursor, and after the cursor with one', async () => {
    const userId = randomUUID();
    const token = fixture.signIn('customer', userId);
    await notify(fixture, userId, 5);

    const [now, replay, all] = await Promise.all([
      openSocket(fixture.url, { token }),
      openSocket(fixture.url, { token, cursor: 3 }),
      openSocket(fixture.url, { token, cursor: 0 }),
    ]);
    await notify(fixture, userId, 2);
    await until(() => [now, replay, all].every((one) => cursorsOf(one).includes(7)), 'the last');

    expect(cursorsOf(now)).to.deep.equal([6, 7]);
    expect(cursorsOf(replay)).to.deep.equal([4, 5, 6, 7]);
    expect(cursorsOf(all)).to.deep.equal(upTo(7));
  });

  it('leaves no gap and no repeat between replay and live, however long the replay', async () => {
    const userId = randomUUID();
    const token = fixture.signIn('customer', userId);
    await notify(fixture, userId, 950);

    const writing = (async () => {
      for (let batch = 0; batch < 25; batch += 1) await notify(fixture, userId, 2);
    })();
    const clients = await Promise.all(
      [0, 100, 940].map((cursor) => openSocket(fixture.url, { token, cursor })),
    );
    await writing;
    await until(() => clients.every((one) => cursorsOf(one).includes(1_000)), 'the last');

    for (const [index, from] of [0, 100, 940].entries())
      expect(cursorsOf(clients[index] ?? fail())).to.deep.equal(upTo(1_000).slice(from));
  });

  it('gives each of many sockets all that is its own, whenever it connects', async () => {
    const userId = randomUUID();
    const token = fixture.signIn('customer', userId);
    const starts = [0, 40, 7, 0, 25, 49, 3, 18];
    await notify(fixture, userId, 50);

    const writing = (async () => {
      for (let count = 0; count < 50; count += 1) await notify(fixture, userId, 1);
    })();
    const clients = await Promise.all(
      starts.map(async (cursor, index) => {
        await pause(index * 4);

        return openSocket(fixture.url, { token, cursor });
      }),
    );
    await writing;
    await until(() => clients.every((one) => cursorsOf(one).includes(100)), 'the last');

    for (const [index, cursor] of starts.entries())
      expect(cursorsOf(clients[index] ?? fail())).to.deep.equal(upTo(100).slice(cursor));
  });

  it('reaches a user on either of two instances', async () => {
    const other = await openNotifier(fixture.databaseUrl);
    const userId = randomUUID();
    const token = fixture.signIn('customer', userId);
    const clients = await Promise.all([
      openSocket(fixture.url, { token }),
      openSocket(other.url, { token }),
    ]);

    for (let sent = 0; sent < 20; sent += 1)
      await sendTo(fixture.publisher, 'order.status', statusMessage(statusOf({ userId })));
    await until(() => clients.every(({ updates }) => updates.length >= 20), 'all on both');

    for (const client of clients) expect(cursorsOf(client)).to.deep.equal(upTo(20));
    await other.stop();
  });

  it('leaves no gap and no repeat between what it writes itself and what others write', async () => {
    const userId = randomUUID();
    const client = await openSocket(fixture.url, { token: fixture.signIn('customer', userId) });

    const others = (async () => {
      for (let count = 0; count < 40; count += 1) await notify(fixture, userId, 1);
    })();
    for (let count = 0; count < 40; count += 1)
      await sendTo(fixture.publisher, 'order.status', statusMessage(statusOf({ userId })));
    await others;
    await until(() => client.updates.length >= 80, 'all of both');

    expect(cursorsOf(client)).to.deep.equal(upTo(80));
  });

  it('has clients reconnect by themselves, without a loss, when an instance stops', async () => {
    const first = await openNotifier(fixture.databaseUrl);
    const userId = randomUUID();
    const client = await openSocket(first.url, { token: fixture.signIn('customer', userId) });

    await first.stop();
    await until(() => client.log.some((line) => line.startsWith('disconnected')), 'the end');

    expect(client.log.at(1)).to.match(/transport (close|error)/);
    expect(client.socket.active).to.equal(true);
  });

  it('has a client come back before its first update, without a loss', async () => {
    const userId = randomUUID();
    const token = fixture.signIn('customer', userId);
    const seen: { cursor?: number } = {};
    await notify(fixture, userId, 5);
    const client = await openSocket(fixture.url, {}, { auth: (send) => send({ token, ...seen }) });
    await until(() => client.starts.length > 0, 'where it begins');
    seen.cursor = client.starts[0] ?? 0;

    client.socket.io.engine.close();
    await until(() => !client.socket.connected, 'the end');
    await notify(fixture, userId, 2);
    await until(() => cursorsOf(client).includes(7), 'what came meanwhile');

    expect(cursorsOf(client)).to.deep.equal([6, 7]);
    expect(client.starts).to.deep.equal([5, 5]);
  });

  it('sends a user nothing of another, whatever they ask for', async () => {
    const [victim, thief] = [randomUUID(), randomUUID()];
    const client = await openSocket(fixture.url, {
      token: fixture.signIn('customer', thief),
      userId: victim,
      room: `user:${victim}`,
      cursor: 0,
    });
    for (const event of ['join', 'subscribe', 'room'])
      client.socket.emit(event, `user:${victim}`, { userId: victim });
    client.socket.emit('watch', { productIds: [`user:${victim}`] });

    await notify(fixture, victim, 3);
    await notify(fixture, thief, 1);
    await until(() => client.updates.length > 0, 'their own');
    await pause(1_200);

    expect(cursorsOf(client)).to.deep.equal([1]);
  });

  describe('catching up', () => {
    it('finds rows within a second without a notification', async () => {
      const userId = randomUUID();
      const client = await openSocket(fixture.url, { token: fixture.signIn('customer', userId) });
      await fixture.database.query('INSERT INTO notify.cursors (user_id, cursor) VALUES ($1, 1)', [
        userId,
      ]);
      await fixture.database.query(
        `INSERT INTO notify.notifications (id, user_id, cursor, event_id, order_id, type, message, data)
         VALUES ($1, $2, 1, $1, $1, 'order.update', 'quietly', $3)`,
        [randomUUID(), userId, JSON.stringify(quietData)],
      );

      await until(() => client.updates.length > 0, 'the update', 3_000);
    });

    it('goes on after its connections to Postgres were cut', async () => {
      const userId = randomUUID();
      const client = await openSocket(fixture.url, { token: fixture.signIn('customer', userId) });

      await fixture.database.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await sendTo(fixture.publisher, 'order.status', statusMessage(statusOf({ userId })));

      await until(() => client.updates.length > 0, 'the update');
      expect(client.log).to.deep.equal(['connected']);
    });
  });
});

const quietData = {
  status: 'CONFIRMED',
  inventoryStatus: 'RESERVED',
  items: [],
  orderRevision: 2,
  occurredAt: happenedAt,
};

const fail = (): never => {
  throw new Error('there is no such client');
};

const clicksMeasured = async (url: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();

  return Number(/quicksale_click_to_push_seconds_count\{.*\} (\d+)/.exec(text)?.[1] ?? 0);
};
