import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { loadGatewayConfig } from '../../../../services/gateway/config.js';
import { startGateway } from '../../../../services/gateway/service.js';
import { pause } from '../../../support/clients/kafkaClients.js';
import { closing } from '../../../support/clients/messaging.js';
import {
  addWatchedProduct,
  changeWatchedStock,
  closeNotifierFixture,
  notify,
  openNotifier,
  openNotifierFixture,
  openSocket,
  until,
  type Client,
  type NotifierFixture,
} from '../notifierFixture.js';

describe('notifier: visitors of /catalogue', function () {
  this.timeout(120_000);

  let fixture: NotifierFixture;
  before(async () => {
    fixture = await openNotifierFixture();
  });
  after(closeNotifierFixture);

  const visit = (
    url = fixture.url,
    { auth = {}, ...options }: Parameters<typeof openSocket>[2] & { auth?: object } = {},
  ): Promise<Client> => openSocket(`${url}/catalogue`, auth as Record<string, unknown>, options);
  const watch = ({ socket }: Client, ...productIds: string[]): Promise<unknown> =>
    socket.emitWithAck('watch', { productIds });

  for (const transports of [['websocket'], ['polling']])
    it(`watch stock without a token over ${transports.join()}: the level, then every change`, async () => {
      const productId = await addWatchedProduct(fixture, 5);
      const client = await visit(fixture.url, { transports });
      expect(await watch(client, productId)).to.deep.equal({ ok: true });
      await until(() => client.stock.length > 0, 'the level');

      await changeWatchedStock(fixture, { productId, available: 0, revision: 1 });
      await until(() => client.stock.length > 1, 'the change');

      expect(client.stock.map(({ available, soldOut }) => [available, soldOut])).to.deep.equal([
        [5, false],
        [0, true],
      ]);
    });

  it('see the same as users, who watch beside them', async () => {
    const productId = await addWatchedProduct(fixture, 7);
    const [visitor, user] = [
      await visit(),
      await openSocket(fixture.url, { token: fixture.signIn() }),
    ];
    await watch(visitor, productId);
    await watch(user, productId);
    await until(() => visitor.stock.length > 0 && user.stock.length > 0, 'the level');

    user.socket.disconnect();
    await changeWatchedStock(fixture, { productId, available: 1, revision: 1 });
    await until(() => visitor.stock.at(-1)?.available === 1, 'the change');
  });

  it('stop hearing of what they watch no more', async () => {
    const [first, second] = [
      await addWatchedProduct(fixture, 1),
      await addWatchedProduct(fixture, 2),
    ];
    const client = await visit();
    await watch(client, first);
    await until(() => client.stock.length > 0, 'the level');
    await watch(client, second);
    await until(() => client.stock.length > 1, 'the other level');
    await changeWatchedStock(fixture, { productId: first, available: 0, revision: 1 });
    await pause(600);

    expect(client.stock.map(({ productId }) => productId)).to.deep.equal([first, second]);
  });

  it('get nothing else, whatever they send', async () => {
    const userId = randomUUID();
    const token = fixture.signIn('customer', userId);
    const client = await visit(fixture.url, { auth: { token, cursor: 0 } });
    client.socket.emit('join', `user:${userId}`);
    client.socket.emit('order.update', { userId });
    await notify(fixture, userId, 3);
    await pause(500);

    expect(client.updates).to.deep.equal([]);
    expect(client.log).to.deep.equal(['connected']);
    expect(await client.socket.emitWithAck('watch', { productIds: ['x'] })).to.deep.equal({
      ok: false,
      code: 'VALIDATION_FAILED',
    });
  });

  it('are served in that namespace only', async () => {
    expect((await openSocket(fixture.url, {})).log).to.deep.equal(['refused: AUTH_INVALID']);
    expect((await openSocket(`${fixture.url}/other`, {})).log).to.deep.equal([
      'refused: Invalid namespace',
    ]);
  });

  it('W5: are ended when they flood', async () => {
    const client = await visit();
    for (let count = 0; count < 200; count += 1) client.socket.emit('anything', count);
    await until(() => client.log.length > 1, 'the end');
  });

  describe('W5: from one address', () => {
    let url: string;
    beforeEach(async () => {
      ({ url } = await openNotifier(fixture.databaseUrl, { VISITOR_SOCKETS_PER_ADDRESS: '3' }));
    });

    const from = (address: string, at = url) =>
      visit(at, { extraHeaders: { 'x-forwarded-for': address } });

    it('have as many sockets as are allowed, and others are not affected', async () => {
      const [first] = [await from('9.9.9.1'), await from('9.9.9.1'), await from('9.9.9.1')];
      expect((await from('9.9.9.1')).log).to.deep.equal(['refused: TOO_MANY_SOCKETS']);
      expect((await from('9.9.9.2')).log).to.deep.equal(['connected']);
      expect((await openSocket(url, { token: fixture.signIn() })).log).to.deep.equal(['connected']);

      first.socket.disconnect();
      await until(async () => (await from('9.9.9.1')).log[0] === 'connected', 'a free place');
    });

    it('have no more when all come at once', async () => {
      const clients = await Promise.all(Array.from({ length: 9 }, () => from('9.9.9.3')));
      const connected = () => clients.filter(({ socket }) => socket.connected);
      await until(() => connected().length <= 3, 'the others to end');
      await pause(200);

      expect(connected()).to.have.length(3);
    });

    it('are counted behind the gateway by their own address, which they cannot make up', async () => {
      const gateway = closing(
        await startGateway(
          loadGatewayConfig({
            DATABASE_URL: fixture.databaseUrl,
            NOTIFIER_URL: url,
            GATEWAY_PORT: '0',
            LOG_LEVEL: 'silent',
          }),
        ),
      );
      const at = gateway.url ?? '';
      for (const address of ['1.1.1.1', '2.2.2.2', '3.3.3.3'])
        expect((await from(address, at)).log).to.deep.equal(['connected']);

      expect((await from('4.4.4.4', at)).log).to.deep.equal(['refused: TOO_MANY_SOCKETS']);
    });
  });
});
