import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pause } from '../../../support/clients/kafkaClients.js';
import {
  addWatchedProduct,
  changeWatchedStock,
  closeNotifierFixture,
  openNotifierFixture,
  openSocket,
  until,
  type Client,
  type NotifierFixture,
} from '../notifierFixture.js';

describe('notifier stock.update', function () {
  this.timeout(120_000);

  let fixture: NotifierFixture;

  before(async () => {
    fixture = await openNotifierFixture();
  });

  after(closeNotifierFixture);

  it('sends the level at once, and then every change', async () => {
    const productId = await addProduct(5);
    const client = await watching(productId);
    await until(() => client.stock.length > 0, 'the level');

    await change(productId, { available: 0, revision: 1 });
    await until(() => client.stock.length > 1, 'the change');

    expect(client.stock).to.deep.equal([
      { productId, available: 5, soldOut: false, waiting: 0 },
      { productId, available: 0, soldOut: true, waiting: 0 },
    ]);
  });

  it('sends at most four times a second, and always the last', async () => {
    const productId = await addProduct(1_000);
    const client = await watching(productId);
    await until(() => client.stock.length > 0, 'the level');

    const began = performance.now();
    for (let revision = 1; revision <= 300; revision += 1) {
      await change(productId, { available: 1_000 - revision, revision });
      if (revision % 50 === 0) await pause(100);
    }
    await until(() => client.stock.at(-1)?.available === 700, 'the last');
    const seconds = (performance.now() - began) / 1_000;

    expect(client.stock.length).to.be.within(2, Math.ceil(seconds * 4) + 2);
  });

  it('never goes back to an older revision', async () => {
    const productId = await addProduct(9, 10);
    const client = await watching(productId);
    await until(() => client.stock.length > 0, 'the level');

    await notifyStock({ productId, available: 3, revision: 4 });
    await pause(600);

    expect(client.stock.map(({ available }) => available)).to.deep.equal([9]);
  });

  it('finds a change within a second without a notification', async () => {
    const productId = await addProduct(5);
    const client = await watching(productId);

    await fixture.database.query(
      'UPDATE read.products SET reserved = 5, revision = 1 WHERE product_id = $1',
      [productId],
    );

    await until(() => client.stock.at(-1)?.soldOut === true, 'the change', 3_000);
  });

  it('replaces what was watched, and sends nothing to sockets that watch nothing', async () => {
    const [first, second] = [await addProduct(1), await addProduct(2)];
    const client = await watching(first);
    const bystander = await openSocket(fixture.url, { token: fixture.signIn() });
    await until(() => client.stock.length > 0, 'the level');
    await ask(client, [second]);
    await until(() => client.stock.length > 1, 'the level of the other');

    await change(first, { available: 0, revision: 1 });
    await pause(600);

    expect(client.stock.map(({ productId }) => productId)).to.deep.equal([first, second]);
    expect(bystander.stock).to.deep.equal([]);
  });

  it('refuses what it does not understand, and ignores broken notifications', async () => {
    const client = await openSocket(fixture.url, { token: fixture.signIn() });
    for (const request of [
      null,
      7,
      {},
      { productIds: 'x' },
      { productIds: ['x'] },
      { productIds: Array.from({ length: 101 }, () => randomUUID()) },
      { productIds: [], userId: 'x' },
    ])
      expect(await client.socket.emitWithAck('watch', request)).to.deep.equal({
        ok: false,
        code: 'VALIDATION_FAILED',
      });
    for (const payload of ['', '{', '{"productId":1}', '[null]'])
      await fixture.database.query("SELECT pg_notify('stock', $1)", [payload]);

    expect(await ask(client, [randomUUID()])).to.deep.equal({ ok: true });
    expect(client.log).to.deep.equal(['connected']);
  });

  const watching = async (productId: string): Promise<Client> => {
    const client = await openSocket(fixture.url, { token: fixture.signIn() });
    expect(await ask(client, [productId])).to.deep.equal({ ok: true });

    return client;
  };

  const ask = (client: Client, productIds: readonly string[]): Promise<unknown> =>
    client.socket.emitWithAck('watch', { productIds });

  const addProduct = (onHand: number, revision = 0): Promise<string> =>
    addWatchedProduct(fixture, onHand, revision);

  const change = (
    productId: string,
    level: Readonly<{ available: number; revision: number }>,
  ): Promise<void> => changeWatchedStock(fixture, { productId, ...level });

  const notifyStock = async (level: unknown): Promise<void> => {
    await fixture.database.query("SELECT pg_notify('stock', $1)", [JSON.stringify(level)]);
  };
});
