import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type {
  DecisionReceipt,
  OrderResource,
  OrderHistory,
} from '../../../contracts/http/orders.js';
import type { ProductResource, Stock } from '../../../contracts/http/products.js';
import {
  availableOf,
  inventoryDecider,
  type InventoryEvent,
} from '../../../domain/inventory/index.js';
import { type HttpReply, expectProblem } from '../../support/clients/http.js';
import {
  askAt,
  isReady,
  newKey,
  orderOf,
  type Shop,
  startShopUnderTest,
  until,
} from './ordersFixture.js';
import type { Running } from '../../../platform/process/index.js';

describe('The life of an order', () => {
  let shop: Shop;
  let buyer: string;
  /** A process that places what there are no units for. */
  let generous: Running;

  before(async () => {
    shop = await startShopUnderTest({ withPipeline: true });
    buyer = shop.signIn();
    generous = await shop.startAnother({ ADMISSION: 'off' });
    await isReady(generous);
  });
  after(async () => {
    await generous.stop();
    await shop.stop();
  });

  type Lines = readonly (readonly [ProductResource, number])[];
  const orderFor = (lines: Lines, token = buyer) => {
    const items = lines.map(([{ id }, quantity]) => ({ productId: id, quantity }));

    return { body: { items }, headers: newKey(), token };
  };
  const place = (lines: Lines, token?: string) => shop.ask('/api/orders', orderFor(lines, token));
  const placeAnyway = (lines: Lines) => askAt(generous)('/api/orders', orderFor(lines));
  const readOrder = async (id: string, token = buyer): Promise<OrderResource> =>
    orderOf(await shop.ask(`/api/orders/${id}`, { token }));
  const settled = async (id: string, status: OrderResource['status']): Promise<OrderResource> => {
    await until(async () => {
      const order = await readOrder(id);

      return order.status === status && order.inventoryStatus !== 'PENDING';
    });

    return readOrder(id);
  };
  const confirmed = async (...lines: Lines): Promise<OrderResource> =>
    settled(orderOf(await place(lines)).id, 'CONFIRMED');
  const stockOf = async ({ id }: ProductResource): Promise<Stock> =>
    (await shop.askInventory(`/api/products/${id}/stock`, { token: buyer }))
      .body as unknown as Stock;
  const stockBecomes = (product: ProductResource, wanted: Partial<Stock>) =>
    until(async () => {
      const stock = await stockOf(product);

      return Object.entries(wanted).every(([key, value]) => stock[key as keyof Stock] === value);
    });
  const change = (method: string, path: string, options: object = {}): Promise<HttpReply> =>
    shop.ask(`/api/orders/${path}`, { method, token: buyer, ...options });

  it('confirms an order when all its lines are reserved', async () => {
    const [shoes, socks] = [await shop.addProduct(), await shop.addProduct()];
    const order = await confirmed([shoes, 2], [socks, 1]);

    expect(order).to.include({ inventoryStatus: 'RESERVED', totalAmount: 31.5 });
    expect(order).not.to.have.property('reason');
    expect(await stockOf(shoes)).to.include({ onHand: 5, reserved: 2, available: 3 });
  });

  it('cancels an order when a line cannot be had, and frees the others', async () => {
    const [shoes, socks] = [await shop.addProduct(), await shop.addProduct({ stock: 1 })];
    const { id } = orderOf(
      await placeAnyway([
        [shoes, 2],
        [socks, 2],
      ]),
    );
    const order = await settled(id, 'CANCELLED');

    expect(order).to.include({ inventoryStatus: 'REJECTED', reason: 'OUT_OF_STOCK' });
    await stockBecomes(shoes, { reserved: 0, available: 5 });
    await stockBecomes(socks, { reserved: 0, available: 1 });
  });

  it('sells exactly what there is to many buyers', async () => {
    const shoes = await shop.addProduct({ stock: 5 });
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => place([[shoes, 1]], shop.signIn())),
    );
    const ids = answers.filter(({ status }) => status === 201).map((answer) => orderOf(answer).id);
    const orders = async () => Promise.all(ids.map((id) => readOrder(id, shop.admin)));
    await until(async () => (await orders()).every(({ status }) => status !== 'PENDING'));

    expect((await orders()).filter(({ status }) => status === 'CONFIRMED')).to.have.length(5);
    await stockBecomes(shoes, { reserved: 5, available: 0 });
  });

  it('tells its history, with money as decimals', async () => {
    const { id } = await confirmed([await shop.addProduct(), 2]);
    const { body } = await shop.ask(`/api/orders/${id}/history`, { token: buyer });
    const { events } = body as unknown as OrderHistory;

    expect(events.map(({ type, revision }) => [type, revision])).to.deep.equal([
      ['OrderPlaced', 0],
      ['OrderItemReserved', 1],
      ['OrderConfirmed', 2],
    ]);
    expect(events[0]?.data).to.include({ totalAmount: 21 });
  });

  it('gives receipts that hold when the inventory is folded to their revision', async () => {
    const shoes = await shop.addProduct({ stock: 3 });
    const winner = await confirmed([shoes, 2]);
    const loser = await settled(orderOf(await placeAnyway([[shoes, 2]])).id, 'CANCELLED');
    const receiptsOf = async ({ id }: OrderResource) =>
      (await shop.ask(`/api/orders/${id}/why`, { token: buyer })).body[
        'receipts'
      ] as DecisionReceipt[];
    const [won, lost] = [(await receiptsOf(winner))[0], (await receiptsOf(loser))[0]];

    expect(won).to.include({ decision: 'ACCEPTED', rule: 'IN_STOCK', held: 2, available: 1 });
    expect(lost).to.include({ decision: 'REFUSED', rule: 'OUT_OF_STOCK', requested: 2, held: 0 });
    for (const receipt of [won, lost])
      expect(await availableAt(receipt)).to.equal(receipt?.available);
  });

  const availableAt = async (receipt: DecisionReceipt | undefined): Promise<number> => {
    const { events } = await shop.eventStore.read(receipt?.stream ?? '', {
      maxCount: (receipt?.revision ?? 0) + 1,
    });
    const product = (events as unknown as InventoryEvent[]).reduce(
      inventoryDecider.evolve,
      inventoryDecider.initialState(),
    );

    return product.status === 'NOT_ADDED' ? NaN : availableOf(product);
  };

  describe('cancelled by its buyer', () => {
    it('while the answer is outstanding, holds nothing in the end', async () => {
      const shoes = await shop.addProduct();
      const { id } = orderOf(await place([[shoes, 2]]));
      const answer = await change('DELETE', id);

      expect(answer.status).to.equal(200);
      expect(orderOf(answer)).to.include({
        status: 'CANCELLED',
        inventoryStatus: 'RELEASED',
        reason: 'CANCELLED_BY_CUSTOMER',
      });
      await until(async () => (await stockOf(shoes)).revision > 1);
      await stockBecomes(shoes, { reserved: 0, available: 5 });
    });

    it('after it was confirmed, gives its units back, and repeats its answer', async () => {
      const shoes = await shop.addProduct();
      const { id } = await confirmed([shoes, 2]);
      const first = await change('DELETE', id);
      const again = await change('DELETE', id);

      expect([first.status, again.status]).to.deep.equal([200, 200]);
      expect(again.body).to.deep.equal(first.body);
      await stockBecomes(shoes, { reserved: 0, available: 5 });
    });
  });

  describe('shipped', () => {
    const advance = (
      { id }: OrderResource,
      status: string,
      { version, token = shop.admin }: Readonly<{ version?: number; token?: string }> = {},
    ) =>
      change('PUT', id, {
        token,
        body: { status },
        headers: version === undefined ? {} : { 'if-match': `"${version}"` },
      });

    it('takes its units out of the stock, is delivered, and cannot be cancelled', async () => {
      const shoes = await shop.addProduct();
      const order = await confirmed([shoes, 2]);
      const shipped = await advance(order, 'SHIPPED', order);

      expect(orderOf(shipped)).to.include({ status: 'SHIPPED', inventoryStatus: 'COMMITTED' });
      await stockBecomes(shoes, { onHand: 3, reserved: 0, available: 3 });
      expectProblem(await change('DELETE', order.id), 409, 'ORDER_NOT_CANCELLABLE');
      const delivered = await advance(order, 'DELIVERED', orderOf(shipped));
      expect(orderOf(delivered).status).to.equal('DELIVERED');
      expect((await settled(order.id, 'DELIVERED')).version).to.equal(orderOf(delivered).version);
    });

    it('asks for an admin, a version that was seen, and a status that comes next', async () => {
      const order = await confirmed([await shop.addProduct(), 1]);
      const { version } = order;

      expectProblem(await advance(order, 'SHIPPED', { version, token: buyer }), 403, 'FORBIDDEN');
      expectProblem(await advance(order, 'SHIPPED'), 428, 'IF_MATCH_MISSING');
      expectProblem(
        await advance(order, 'SHIPPED', { version: version - 1 }),
        412,
        'VERSION_STALE',
      );
      expectProblem(await advance(order, 'DELIVERED', { version }), 409, 'ORDER_NOT_SHIPPED');
      expectProblem(await advance(order, 'CONFIRMED', { version }), 400, 'VALIDATION_FAILED');
    });
  });

  describe('changed', () => {
    it('reserves an added item, follows the total, and lets one change wait at a time', async () => {
      const [shoes, socks] = [await shop.addProduct(), await shop.addProduct({ price: 2 })];
      const { id } = await confirmed([shoes, 1]);
      const body = { productId: socks.id, quantity: 3 };
      const added = await change('POST', `${id}/items`, { body });
      const second = await change('POST', `${id}/items`, { body });

      expect(orderOf(added)).to.include({ status: 'CONFIRMED', inventoryStatus: 'PENDING' });
      expect(orderOf(added).totalAmount).to.equal(16.5);
      expectProblem(second, 409, 'CHANGE_PENDING');
      expect(second.headers.get('retry-after')).to.equal('1');
      const after = await settled(id, 'CONFIRMED');
      expect(after.items.map(({ quantity }) => quantity)).to.deep.equal([1, 3]);
      await stockBecomes(socks, { reserved: 3 });
    });

    it('raises the line of a product that it has, at the same price only', async () => {
      const shoes = await shop.addProduct();
      const { id } = await confirmed([shoes, 1]);
      await change('POST', `${id}/items`, { body: { productId: shoes.id, quantity: 2 } });
      const after = await settled(id, 'CONFIRMED');

      expect(after.items.map(({ quantity }) => quantity)).to.deep.equal([3]);
      await shop.askInventory(`/api/products/${shoes.id}`, {
        method: 'PUT',
        body: { price: 99 },
        token: shop.admin,
        headers: { 'if-match': '"1"' },
      });
      await new Promise((resolve) => setTimeout(resolve, 500));
      expectProblem(
        await change('POST', `${id}/items`, { body: { productId: shoes.id, quantity: 1 } }),
        409,
        'PRICE_CHANGED',
      );
    });

    it('falls back when the stock does not allow it', async () => {
      const shoes = await shop.addProduct({ stock: 2 });
      const order = await confirmed([shoes, 2]);
      const path = `${order.id}/items/${order.items[0]?.itemId ?? ''}`;
      await change('PUT', path, { body: { quantity: 3 } });
      const after = await settled(order.id, 'CONFIRMED');

      expect(after).to.include({ inventoryStatus: 'RESERVED', totalAmount: 21 });
      await stockBecomes(shoes, { reserved: 2 });
    });

    it('removes a line and its units, but not the last one', async () => {
      const [shoes, socks] = [await shop.addProduct(), await shop.addProduct()];
      const order = await confirmed([shoes, 1], [socks, 2]);
      const itemOf = (product: ProductResource) =>
        order.items.find(({ productId }) => productId === product.id)?.itemId ?? '';
      await change('DELETE', `${order.id}/items/${itemOf(socks)}`);
      const after = await settled(order.id, 'CONFIRMED');

      expect(after.items).to.have.length(1);
      await stockBecomes(socks, { reserved: 0 });
      expectProblem(await change('DELETE', `${order.id}/items/${itemOf(shoes)}`), 409, 'LAST_ITEM');
      expectProblem(
        await change('DELETE', `${order.id}/items/${randomUUID()}`),
        404,
        'ITEM_NOT_FOUND',
      );
    });

    it('does a keyed change once', async () => {
      const shoes = await shop.addProduct();
      const { id } = await confirmed([shoes, 1]);
      const call = { headers: newKey(), body: { productId: shoes.id, quantity: 1 } };
      await change('POST', `${id}/items`, call);
      await settled(id, 'CONFIRMED');
      const again = await change('POST', `${id}/items`, call);

      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expect(orderOf(again).items[0]?.quantity).to.equal(2);
    });

    it('repeats the answer to a keyed change after the product was withdrawn', async () => {
      const [shoes, socks] = [await shop.addProduct(), await shop.addProduct()];
      const { id } = await confirmed([shoes, 1]);
      const call = { headers: newKey(), body: { productId: socks.id, quantity: 1 } };
      await change('POST', `${id}/items`, call);
      const { version } = await settled(id, 'CONFIRMED');
      const path = `/api/products/${socks.id}`;
      await shop.askInventory(path, { method: 'DELETE', token: shop.admin });
      // What orders know of a product is at most 250 ms old.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const again = await change('POST', `${id}/items`, call);

      expect(again.status).to.equal(200);
      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expect(orderOf(again).version).to.equal(version);
      expectProblem(
        await change('POST', `${id}/items`, { ...call, headers: newKey() }),
        404,
        'PRODUCT_NOT_FOUND',
      );
    });
  });

  describe('of somebody else', () => {
    it('is not there, whatever one asks of it', async () => {
      const order = await confirmed([await shop.addProduct(), 1]);
      const item = order.items[0];
      const token = shop.signIn();
      const body = { productId: item?.productId, quantity: 1 };
      const paths: [string, string, object][] = [
        ['GET', order.id, {}],
        ['GET', `${order.id}/history`, {}],
        ['GET', `${order.id}/why`, {}],
        ['DELETE', order.id, {}],
        ['POST', `${order.id}/items`, { body }],
        ['PUT', `${order.id}/items/${item?.itemId ?? ''}`, { body: { quantity: 2 } }],
        ['DELETE', `${order.id}/items/${item?.itemId ?? ''}`, {}],
      ];

      for (const [method, path, options] of paths)
        expectProblem(await change(method, path, { token, ...options }), 404, 'ORDER_NOT_FOUND');
    });

    it('is in no list but an admin’s', async () => {
      const [me, other] = [randomUUID(), shop.signIn()];
      const mine = shop.signIn('customer', me);
      const placed = await place([[await shop.addProduct(), 1]], mine);
      const list = async (token: string, query = '') =>
        shop.ask(`/api/orders${query}`, {
          token,
          headers: { 'x-min-position': placed.headers.get('x-position') ?? '' },
        });
      const idsIn = ({ body }: HttpReply) =>
        (body['orders'] as OrderResource[]).map(({ id }) => id);

      expect(idsIn(await list(mine))).to.deep.equal([orderOf(placed).id]);
      expect(idsIn(await list(other))).to.deep.equal([]);
      expect(idsIn(await list(shop.admin, `?userId=${me}`))).to.deep.equal([orderOf(placed).id]);
      expectProblem(await list(other, `?userId=${me}`), 403, 'FORBIDDEN');
    });
  });
});
