import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import type { OrderUpdate } from '../../../contracts/socket/index.js';
import { adminTokenAt } from '../../security/system.js';
import { newKey, register, shopAt } from '../../security/people.js';
import { eventually } from '../../support/assertions/eventually.js';
import { call } from '../../support/clients/http.js';

const url = process.env['QUICKSALE_FRONT'] ?? '';
const notifiers = (process.env['QUICKSALE_FRONT_NOTIFIERS'] ?? '').split(',');

describe('through the front door', function () {
  this.timeout(60_000);
  const sockets: Socket[] = [];

  after(() => sockets.forEach((socket) => socket.disconnect()));

  const open = async (token: string, transports: string[]) => {
    const socket = io(url, { auth: { token }, forceNew: true, transports });
    sockets.push(socket);
    const updates: OrderUpdate[] = [];
    socket.on('order.update', (update: OrderUpdate) => updates.push(update));
    await eventually(() => expect(socket.connected).to.equal(true), 20_000);

    return { socket, updates };
  };

  for (const transports of [['websocket'], ['polling'], ['polling', 'websocket']])
    it(`pushes the decision over ${transports.join(', then ')}`, async () => {
      const { token } = await register(url);
      const { id } = await shopAt(url).addProduct(await adminTokenAt(url), { stock: 5 });
      const { socket, updates } = await open(token, transports);
      if (transports.length > 1)
        await eventually(() => expect(socket.io.engine.transport.name).to.equal('websocket'));
      const order = await shopAt(url).placeOrder(token, id);

      await eventually(
        () => expect(updates.map(({ orderId }) => orderId)).to.include(order.id),
        20_000,
      );
    });

  it('shares WebSockets between both notifiers', async () => {
    const { token } = await register(url);
    await Promise.all(Array.from({ length: 6 }, () => open(token, ['websocket'])));
    const counts = await Promise.all(notifiers.map(socketsAt));

    for (const count of counts) expect(count).to.be.greaterThan(0);
  });

  it('ends the sockets of a session at its logout', async () => {
    const { token, refreshToken } = await register(url);
    const open2 = [await open(token, ['websocket']), await open(token, ['polling'])];
    const { status } = await call(`${url}/api/auth/logout`, { body: { refreshToken }, token });

    expect(status).to.equal(204);
    for (const { socket } of open2)
      await eventually(() => expect(socket.connected).to.equal(false), 3_000);
  });

  it('counts a user’s requests through both gateways as one', async function () {
    if (process.env['QUICKSALE_FRONT_LIMITS'] !== 'on') this.skip();
    const { token } = await register(url);
    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        call(`${url}/api/inventory/reserve`, { body: {}, token, headers: newKey() }),
      ),
    );

    expect(answers.filter(({ status }) => status !== 429)).to.have.length(10);
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).to.match(
      /^\d+$/,
    );
  });

  it('shows strangers neither /ready nor /metrics, whatever address they claim', async () => {
    for (const path of ['/ready', '/metrics'])
      for (const claimed of ['127.0.0.1', '10.0.0.1']) {
        const answer = await call(`${url}${path}`, { headers: { 'x-forwarded-for': claimed } });
        expect(answer.status, path).to.equal(404);
      }
  });
});

const socketsAt = async (notifier: string): Promise<number> => {
  const text = await (await fetch(`${notifier}/metrics`)).text();

  return Number(/^quicksale_notifier_sockets\{[^}]*\} (\d+)$/m.exec(text)?.[1]);
};
