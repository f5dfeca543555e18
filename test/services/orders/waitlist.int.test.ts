import { expect } from 'chai';
import type { DecisionReceipt, OrderResource } from '../../../contracts/http/orders.js';
import type { ProductResource, Stock } from '../../../contracts/http/products.js';
import { expectProblem, type HttpReply } from '../../support/clients/http.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from './ordersFixture.js';

describe('An order for a product that is sold out', () => {
  let shop: Shop;
  const owner = { token: '' };

  before(async () => {
    shop = await startShopUnderTest({ withPipeline: true });
    owner.token = shop.signIn();
  });
  after(() => shop.stop());

  const place = ({ id }: ProductResource, wish: object = {}, headers = newKey()) =>
    shop.ask('/api/orders', {
      body: { items: [{ productId: id, quantity: 1 }], ...wish },
      headers,
      ...owner,
    });
  const wait = (product: ProductResource, quantity = 1): Promise<HttpReply> =>
    place(product, { items: [{ productId: product.id, quantity }], ifSoldOut: 'WAIT' });
  const read = async (id: string): Promise<OrderResource> =>
    orderOf(await shop.ask(`/api/orders/${id}`, owner));
  const becomes = async (answer: HttpReply, wanted: Partial<OrderResource>) => {
    const { id } = orderOf(answer);
    await until(async () => {
      const order = await read(id);

      return Object.entries(wanted).every(([key, value]) => order[key as 'status'] === value);
    });

    return read(id);
  };
  const waits = (answer: HttpReply) => becomes(answer, { inventoryStatus: 'WAITLISTED' });
  const leave = ({ id }: OrderResource) =>
    shop.ask(`/api/orders/${id}`, { method: 'DELETE', ...owner });
  const receiptsOf = async ({ id }: OrderResource) =>
    (await shop.ask(`/api/orders/${id}/why`, owner)).body['receipts'] as DecisionReceipt[];
  const stockOf = async ({ id }: ProductResource) =>
    (await shop.askInventory(`/api/products/${id}/stock`, owner)).body as unknown as Stock;

  /** A product, and the order that has all of its units. */
  const soldOut = async (stock = 1, terms: object = {}) => {
    const product = await shop.addProduct({ stock, ...terms });
    const items = [{ productId: product.id, quantity: stock }];
    const winner = await becomes(await place(product, { items }), { status: 'CONFIRMED' });
    await until(async () => (await place(product)).status === 409);

    return { product, winner };
  };

  it('waits in line when its buyer wants it, and is told its place and who is ahead', async () => {
    const { product } = await soldOut();
    expectProblem(await place(product, { ifSoldOut: 'REFUSE' }), 409, 'SOLD_OUT');
    const placed = await wait(product);
    expect(placed.status).to.equal(201);
    const first = await waits(placed);
    const second = await waits(await wait(product));

    expect(first).to.deep.include({ status: 'PENDING', waitlist: { place: 1, ahead: 0 } });
    expect(second).to.deep.include({ waitlist: { place: 2, ahead: 1 } });
    expect(await stockOf(product)).to.include({ available: 0, waiting: 2 });
    const listed = await shop.ask('/api/orders', owner);
    const orders = listed.body['orders'] as OrderResource[];
    expect(orders.find(({ id }) => id === first.id)?.waitlist).to.eql({ place: 1 });
  });

  it('passes the waiting room, however many click at once', async () => {
    const product = await shop.addProduct({ stock: 1 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => wait(product)));

    expect(answers.map(({ status }) => status)).to.eql(answers.map(() => 201));
    await until(async () => (await stockOf(product)).waiting === 11);
  });

  it('gets the unit that somebody lets go, in order of place', async () => {
    const { product, winner } = await soldOut();
    const answers = [await wait(product), await wait(product)] as const;
    const first = await waits(answers[0]);
    await waits(answers[1]);
    await leave(winner);
    const served = await becomes(answers[0], { status: 'CONFIRMED' });

    expect(served).to.include({ inventoryStatus: 'RESERVED' }).and.not.to.have.property('waitlist');
    expect((await waits(answers[1])).waitlist).to.eql({ place: 2, ahead: 0 });
    expect(await stockOf(product)).to.include({ reserved: 1, available: 0, waiting: 1 });
    const [waited, accepted] = await receiptsOf(first);
    expect(waited).to.include({ decision: 'WAITLISTED', rule: 'OUT_OF_STOCK', place: 1, held: 0 });
    expect(waited).not.to.have.property('passedOver');
    expect(accepted).to.include({ decision: 'ACCEPTED', rule: 'FROM_WAITLIST', place: 1, held: 1 });
  });

  it('says when others went first who wanted fewer', async () => {
    const { product } = await soldOut(2);
    const large = await waits(await wait(product, 2));
    const small = await wait(product);
    await waits(small);
    await shop.askInventory(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { adjustment: 1 },
      token: shop.admin,
    });
    await becomes(small, { status: 'CONFIRMED' });

    const [receipt] = await receiptsOf(large);
    expect(receipt?.passedOver).to.include({ times: 1, available: 0 });
    expect((await read(large.id)).waitlist).to.eql({ place: 1, ahead: 0 });
  });

  it('leaves when its buyer cancels it, and is served no more', async () => {
    const { product, winner } = await soldOut();
    const gone = await waits(await wait(product));
    const next = await wait(product);
    await waits(next);
    expect((await leave(gone)).status).to.equal(200);
    await until(async () => (await stockOf(product)).waiting === 1);
    await leave(winner);
    await becomes(next, { status: 'CONFIRMED' });

    expect(await read(gone.id)).to.include({
      status: 'CANCELLED',
      inventoryStatus: 'RELEASED',
      reason: 'CANCELLED_BY_CUSTOMER',
    });
  });

  it('ends with the product', async () => {
    const { product } = await soldOut();
    const answers = [await wait(product), await wait(product)];
    await Promise.all(answers.map(waits));
    await shop.askInventory(`/api/products/${product.id}`, {
      method: 'DELETE',
      token: shop.admin,
    });

    for (const answer of answers) {
      const order = await becomes(answer, { status: 'CANCELLED' });
      expect(order).to.include({ reason: 'PRODUCT_WITHDRAWN', inventoryStatus: 'RELEASED' });
    }
  });

  it('ends with the sale', async () => {
    const saleEndsAt = new Date(Date.now() + 4_000).toISOString();
    const { product } = await soldOut(1, { saleEndsAt });
    const answer = await wait(product);
    await waits(answer);
    const order = await becomes(answer, { status: 'CANCELLED' });

    expect(order).to.include({ reason: 'SALE_ENDED', inventoryStatus: 'RELEASED' });
    expect(Date.parse(order.updatedAt) - Date.parse(saleEndsAt)).to.be.within(0, 1_000);
    await until(async () => (await stockOf(product)).waiting === 0);
  });

  it('waits for one product only', async () => {
    const product = await shop.addProduct();
    const items = [product, await shop.addProduct()].map(({ id }) => ({
      productId: id,
      quantity: 1,
    }));
    const answer = await place(product, { items, ifSoldOut: 'WAIT' });

    expectProblem(answer, 400, 'WAITLIST_ONE_LINE');
  });

  it('is another request with the wish than without it', async () => {
    const product = await shop.addProduct();
    const key = newKey();
    const first = await place(product, { ifSoldOut: 'WAIT' }, key);
    const repeated = await place(product, { ifSoldOut: 'WAIT' }, key);

    expect(orderOf(repeated).id).to.equal(orderOf(first).id);
    expectProblem(await place(product, {}, key), 422, 'IDEMPOTENCY_KEY_REUSED');
    expectProblem(await place(product, { ifSoldOut: 'PERHAPS' }), 400, 'VALIDATION_FAILED');
  });
});
