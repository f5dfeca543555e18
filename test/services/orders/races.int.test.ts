import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { OrderResource } from '../../../contracts/http/orders.js';
import type { ProductResource, Stock } from '../../../contracts/http/products.js';
import type { HttpReply } from '../../support/clients/http.js';
import { eventually } from '../../support/assertions/eventually.js';
import { type Person, register, shopAt } from '../../security/people.js';
import { type Service, startSystem, type System } from '../../security/system.js';
import type { Topic } from '../../../contracts/messages/index.js';
import { connectKafka, createPublisher, partitionOf } from '../../../platform/messaging/index.js';
import { silent } from '../../security/stores.js';

describe('Races over the whole system', function () {
  this.timeout(120_000);

  let system: System;
  let second: Service;
  let shop: ReturnType<typeof shopAt>;
  let admin: string;
  let buyer: Person;

  before(async () => {
    system = await startSystem();
    second = await system.startInventory();
    shop = shopAt(system.urls.gateway);
    admin = await system.adminToken();
    buyer = await register(system.urls.gateway);
  });
  after(async () => {
    await second.stop();
    await system.stop();
  });

  const stockOf = async ({ id }: Pick<ProductResource, 'id'>): Promise<Stock> =>
    (await shop.ask(`/api/products/${id}/stock`, { token: buyer.token })).body as unknown as Stock;
  const stockBecomes = (product: ProductResource, wanted: Partial<Stock>) =>
    eventually(async () => expect(await stockOf(product)).to.include(wanted), 20_000);

  it('an item change that races a cancel leaves nothing held', async () => {
    const product = await shop.addProduct(admin);
    const orders = await Promise.all(
      Array.from({ length: 12 }, () => shop.placeOrder(buyer.token, product.id, 2)),
    );
    const confirmed = await Promise.all(
      orders.map(({ id }) => shop.settled(id, buyer.token, 'CONFIRMED')),
    );
    const race = async ({ id, items }: OrderResource, index: number) => {
      const change = () =>
        shop.ask(`/api/orders/${id}/items/${items[0]?.itemId ?? ''}`, {
          method: 'PUT',
          body: { quantity: 1 + (index % 2) * 4 },
          token: buyer.token,
        });
      const cancel = () => shop.ask(`/api/orders/${id}`, { method: 'DELETE', token: buyer.token });
      const [changed, cancelled] =
        index % 3 === 0
          ? await Promise.all([change(), cancel()])
          : await Promise.all([cancel(), change()]).then(([a, b]) => [b, a] as const);
      expect([200, 409]).to.include(changed.status);
      expect(cancelled.status).to.equal(200);
    };
    await Promise.all(confirmed.map(race));

    for (const { id } of orders) await shop.settled(id, buyer.token, 'CANCELLED');
    await stockBecomes(product, { onHand: 100, reserved: 0, available: 100 });
  });

  it('two inventories whose caches are stale sell no unit twice and lose none', async () => {
    const product = await shop.addProduct(admin, { stock: 10 });
    const [one, two] = [shopAt(system.urls.inventory), shopAt(second.url)];
    const reserve = (at: typeof one, quantity: number, reservationId: string = randomUUID()) =>
      at.ask('/api/inventory/reserve', {
        body: { reservationId, productId: product.id, quantity },
        token: admin,
      });
    const mine = randomUUID();
    expect((await reserve(one, 1, mine)).status).to.equal(201);
    expect((await reserve(two, 9)).status).to.equal(201);
    expect((await reserve(one, 1)).status).to.equal(409);
    await two.ask('/api/inventory/release', {
      body: { reservationId: mine, productId: product.id },
      token: admin,
    });
    expect((await reserve(one, 1)).status).to.equal(201);
    await two.ask(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { stock: 30 },
      token: admin,
    });
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, index) => reserve(index % 2 === 0 ? one : two, 1)),
    );

    expect(answers.filter(({ status }) => status === 201)).to.have.length(20);
    expect(answers.filter(({ status }) => status === 409)).to.have.length(20);
    expect(await stockOf(product)).to.include({ onHand: 30, reserved: 30, available: 0 });
  });

  it('of carts of several units that want more together than there is, one gets its own', async () => {
    const product = await shop.addProduct(admin, { stock: 10 });
    const other = await register(system.urls.gateway);
    const people = [buyer, other, buyer, other];
    const answers = await Promise.all(
      people.map(({ token }) => shop.tryToPlace(token, product.id, 6)),
    );
    const [placed] = answers.filter(({ status }) => status === 201);

    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 503, 503, 503]);
    expect(codesOf(answers)).to.deep.equal(new Set(['BUSY']));
    const { id } = placed?.body['order'] as OrderResource;
    await shop.settled(id, admin, 'CONFIRMED');
    await stockBecomes(product, { onHand: 10, reserved: 6, available: 4 });
  });

  it('Z24: 100 orders of one customer at once hold no more than the limit per customer', async () => {
    const product = await shop.addProduct(admin, { maxPerCustomer: 2 });
    const greedy = await register(system.urls.gateway);
    const orders = await Promise.all(
      Array.from({ length: 100 }, () => shop.placeOrder(greedy.token, product.id)),
    );
    let final: OrderResource[] = [];
    await eventually(async () => {
      final = await Promise.all(orders.map(({ id }) => shop.getOrder(id, greedy.token)));
      expect(final.every(({ status }) => isDecided(status))).to.equal(true);
    }, 60_000);

    expect(final.filter(({ status }) => status === 'CONFIRMED')).to.have.length(2);
    expect(final.filter(({ reason }) => reason === 'LIMIT_PER_CUSTOMER')).to.have.length(98);
    expect(await stockOf(product)).to.include({ reserved: 2 });
  });

  it('every message delivered once more changes nothing', async () => {
    const product = await shop.addProduct(admin, { stock: 8 });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => shop.tryToPlace(buyer.token, product.id, 2)),
    );
    const orders = answers.flatMap(
      ({ body }) => (body['order'] as OrderResource | undefined) ?? [],
    );
    // a projector that is late lets more in, which the inventory refuses
    expect(orders.length).to.be.within(2, 6);
    for (const code of codesOf(answers)) expect(['SOLD_OUT', 'BUSY']).to.include(code);
    await Promise.all(
      orders
        .slice(0, 2)
        .map(({ id }) => shop.ask(`/api/orders/${id}`, { method: 'DELETE', token: buyer.token })),
    );
    await eventually(async () => {
      for (const { id } of orders)
        expect((await shop.getOrder(id, buyer.token)).status).not.to.equal('PENDING');
      expect(await unpublished(system)).to.equal(0);
    }, 30_000);
    const before = await settledStandOf(system);
    await deliverAllAgain(system);
    const marker = await shop.placeOrder(buyer.token, (await shop.addProduct(admin)).id);
    await shop.settled(marker.id, buyer.token, 'CONFIRMED');

    expect(await settledStandOf(system, marker.id)).to.deep.equal(before);
  });
});

/** False for the problem document of a busy service. */
const isDecided = (status: unknown): boolean => status === 'CONFIRMED' || status === 'CANCELLED';

/** Why orders were refused. */
const codesOf = (answers: readonly HttpReply[]): Set<unknown> =>
  new Set(answers.flatMap(({ status, body }) => (status === 201 ? [] : [body['code']])));

const unpublished = async ({ database }: System): Promise<number> => {
  const [row] = await database.query<{ count: string }>(
    'SELECT count(*) FROM messaging.outbox WHERE published_at IS NULL',
  );

  return Number(row?.count);
};

/** The stand once it has not moved for a second. */
const settledStandOf = async (system: System, except?: string): Promise<object> => {
  for (let last = ''; ;) {
    const stand = await standOf(system, except);
    if (JSON.stringify(stand) === last) return stand;
    last = JSON.stringify(stand);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
};

/**
 * Orders, stocks and notifications as the read side knows them; `except` is an order that came
 * later.
 */
const standOf = async ({ database }: System, except?: string): Promise<object> => {
  const id = except ?? randomUUID();
  const orders = await database.query(
    'SELECT order_id, status, inventory_status, revision FROM read.orders WHERE order_id <> $1 ORDER BY 1',
    [id],
  );
  const products = await database.query(
    `SELECT product_id, on_hand, reserved, revision FROM read.products
     WHERE product_id NOT IN (SELECT product_id FROM read.order_items WHERE order_id = $1) ORDER BY 1`,
    [id],
  );
  const notifications = await database.query(
    'SELECT id, cursor, order_id FROM notify.notifications WHERE order_id <> $1 ORDER BY id',
    [id],
  );

  return { orders, products, notifications };
};

type Row = Readonly<{
  topic: Topic;
  key: string;
  headers: Record<string, string>;
  payload: object;
}>;

const deliverAllAgain = async ({ database, brokers }: System): Promise<void> => {
  const kafka = connectKafka({ brokers, clientId: 'test', logger: silent });
  const publisher = createPublisher(kafka);
  const rows = await database.query<Row>(
    'SELECT topic, key, headers, payload FROM messaging.published ORDER BY position, ordinal',
  );
  for (const { topic, key, headers, payload } of rows)
    await publisher.send(topic, partitionOf(key), [
      { key, headers, value: JSON.stringify(payload) },
    ]);
  await publisher.stop();
  await kafka.stop();
};
