import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { OrderUpdate } from '../../contracts/socket/index.js';
import { hasRedis, type RunningRedis, startRedis } from '../../embedded/redis/index.js';
import { eventually } from '../support/assertions/eventually.js';
import { freePort } from '../support/servers/freePort.js';
import { newKey, type Person, register, shopAt } from './people.js';
import { type Service, startSystem, type System } from './system.js';

describe('Two gateways and two notifiers at once', function () {
  this.timeout(120_000);

  let system: System;
  let redis: RunningRedis | null = null;
  let doors: readonly string[];
  let productId: string;
  const others: Service[] = [];
  const sockets: Socket[] = [];
  const dir = mkdtempSync(join(tmpdir(), 'quicksale-redis-'));

  before(async () => {
    if (hasRedis()) redis = await startRedis({ dir, port: await freePort() });
    system = await startSystem(redis === null ? {} : { REDIS_URL: redis.url });
    const notifier = await system.startNotifier();
    const limits = redis === null ? {} : { RATE_LIMIT_ORDERS: '10/60' };
    const one = await system.startGateway(limits);
    const two = await system.startGateway({ ...limits, NOTIFIER_URL: notifier.url });
    others.push(one, two, notifier);
    doors = [one.url, two.url];
    const { id } = await shopAt(one.url).addProduct(await system.adminToken(), { stock: 1_000 });
    productId = id;
  });
  afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()));
  after(async () => {
    await Promise.all(others.map(({ stop }) => stop()));
    await system.stop();
    await redis?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const at = (door: number) => doors[door] ?? '';
  const connect = async (door: number, { token }: Pick<Person, 'token'>, cursor?: number) => {
    const auth = { token, ...(cursor !== undefined && { cursor }) };
    const socket = io(at(door), { auth, forceNew: true, transports: ['websocket'] });
    sockets.push(socket);
    const updates: OrderUpdate[] = [];
    const log: string[] = [];
    socket.on('connect', () => log.push('connected'));
    socket.on('connect_error', ({ message }) => log.push(message));
    socket.on('token_expired', ({ code }: { code: string }) => log.push(code));
    socket.on('order.update', (update: OrderUpdate) => updates.push(update));
    await eventually(() => expect(log).not.to.have.length(0));

    return { socket, updates, log };
  };
  const buy = ({ token }: Person, door = 0) => shopAt(at(door)).placeOrder(token, productId);
  const logOut = async ({ token, refreshToken }: Person, door: number) => {
    const answer = await shopAt(at(door)).ask('/api/auth/logout', {
      body: { refreshToken },
      token,
    });
    expect(answer.status).to.equal(204);
  };

  it('pushes what became of an order to sockets on either', async () => {
    const buyer = await register(at(0));
    const clients = [await connect(0, buyer), await connect(1, buyer)];
    const orders = [await buy(buyer, 0), await buy(buyer, 1)];

    for (const { updates } of clients) {
      await eventually(() => expect(updates).to.have.length(2), 20_000);
      expect(updates.map(({ cursor }) => cursor)).to.deep.equal([1, 2]);
      expect(updates.map(({ orderId }) => orderId).sort()).to.deep.equal(
        orders.map(({ id }) => id).sort(),
      );
    }
  });

  it('Z2: pushes nothing to who asks for another’s room', async () => {
    const [buyer, nosy] = await Promise.all([register(at(0)), register(at(0))]);
    const own = await connect(0, buyer);
    const foreign = [await connect(0, nosy), await connect(1, nosy, 0)];
    for (const { socket } of foreign)
      for (const name of ['join', 'subscribe', 'room', 'watch', 'order.update'])
        for (const room of [`user:${buyer.userId}`, buyer.userId, { userId: buyer.userId }])
          socket.emit(name, room);
    await buy(buyer);
    await eventually(() => expect(own.updates).to.have.length(1), 20_000);
    await new Promise((resolve) => setTimeout(resolve, 300));

    for (const { updates } of foreign) expect(updates).to.deep.equal([]);
  });

  it('T10, W3: closes the sockets of a session on both within 2 s of its logout', async () => {
    const leaving = await register(at(0));
    const staying = await register(at(1));
    const ending = [await connect(0, leaving), await connect(1, leaving)];
    const other = await connect(1, staying);
    const began = performance.now();
    await logOut(leaving, 0);

    for (const { socket, log } of ending) {
      await eventually(() => expect(socket.connected).to.equal(false), 2_000);
      expect(log).to.deep.equal(['connected', 'SESSION_REVOKED']);
    }
    for (const door of doors)
      await eventually(
        async () =>
          expect(
            (await shopAt(door).ask('/api/auth/me', { token: leaving.token })).body,
          ).to.include({ code: 'SESSION_REVOKED' }),
        2_000,
      );
    expect(performance.now() - began).to.be.below(2_000);
    expect(other.socket.connected).to.equal(true);
  });

  it('W4: lets nobody back in who logged out while away, on neither', async () => {
    const leaving = await register(at(0));
    const { socket } = await connect(0, leaving);
    socket.disconnect();
    await logOut(leaving, 1);
    await new Promise((resolve) => setTimeout(resolve, 1_500));

    for (const door of [0, 1])
      expect((await connect(door, leaving, 0)).log).to.deep.equal(['SESSION_REVOKED']);
  });

  it('Z23: counts a user’s orders through both as one, exactly', async function () {
    if (redis === null) this.skip();
    const buyer = await register(at(0));
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        shopAt(at(index % 2)).ask('/api/orders', {
          body: { items: [{ productId, quantity: 1 }] },
          token: buyer.token,
          headers: newKey(),
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);

    expect(statuses.filter((status) => status === 201)).to.have.length(10);
    expect(statuses.filter((status) => status === 429)).to.have.length(30);
  });
});
