import { expect } from 'chai';
import { orderStream } from '../../../../domain/order/index.js';
import { expectProblem } from '../../../support/clients/http.js';
import { newKey, orderOf, type Shop, startShopUnderTest, until } from '../ordersFixture.js';
import { paymentsAt, shortenWindow } from './paymentShop.js';

describe('The payment of an order', () => {
  let shop: Shop;
  let buyer: string;
  let payments: ReturnType<typeof paymentsAt>;

  before(async () => {
    shop = await startShopUnderTest({ withPipeline: true });
    buyer = shop.signIn();
    payments = paymentsAt(shop, buyer);
  });
  after(() => shop.stop());

  const withWindow = (seconds = 900) => shop.addProduct({ paymentWindowSeconds: seconds });
  const change = (method: string, path: string, options: object = {}) =>
    shop.ask(`/api/orders/${path}`, { method, token: buyer, ...options });

  it('is none where no product has a window', async () => {
    const { id } = await payments.place(await shop.addProduct());
    const order = await payments.becomes(id, ({ status }) => status === 'CONFIRMED');

    expect(order.payment).to.eql({ status: 'NONE' });
    expectProblem(await payments.pay(id), 409, 'PAYMENT_NOT_DUE');
  });

  it('is due from the confirmation on, for the smallest window of its products', async () => {
    const [longer, shorter] = [await withWindow(600), await withWindow(60)];
    const { id } = orderOf(
      await shop.ask('/api/orders', {
        body: { items: [longer, shorter].map((one) => ({ productId: one.id, quantity: 1 })) },
        headers: newKey(),
        token: buyer,
      }),
    );
    const order = await payments.becomes(id, ({ status }) => status === 'CONFIRMED');

    expect(order.payment.status).to.equal('DUE');
    expect(Date.parse(order.payment.payBy ?? '') - Date.parse(order.updatedAt)).to.equal(60_000);
  });

  it('is recorded once, and the same answer comes for the same payment', async () => {
    const { id, payment } = await payments.due(await withWindow());
    const first = await payments.pay(id, { reference: 'payment-1' });
    const again = await payments.pay(id, { reference: 'payment-1' });

    expect(first.status).to.equal(200);
    expect(orderOf(first).payment).to.include({
      status: 'PAID',
      payBy: payment.payBy,
      reference: 'payment-1',
    });
    expect([again.status, again.body]).to.eql([200, first.body]);
    expectProblem(await payments.pay(id, { reference: 'payment-2' }), 409, 'ALREADY_PAID');
    await until(async () => {
      const rows = await shop.database.query(
        'SELECT paid_at FROM read.orders WHERE order_id = $1',
        [id],
      );

      return rows[0]?.['paid_at'] instanceof Date;
    });
    expect((await payments.read(id)).payment).to.eql(orderOf(first).payment);
  });

  it('is refused for another amount, and before the confirmation', async () => {
    const { id } = await payments.due(await withWindow());

    expectProblem(await payments.pay(id, { amount: 10.49 }), 409, 'AMOUNT_MISMATCH');
    expectProblem(await payments.pay(id, { amount: 10.505 }), 400, 'VALIDATION_FAILED');
    expectProblem(await payments.pay(id, { reference: '' }), 400, 'VALIDATION_FAILED');
  });

  it('is for admins, and for nobody else', async () => {
    const { id } = await payments.due(await withWindow());

    expectProblem(await payments.pay(id, {}, buyer), 403, 'FORBIDDEN');
    expectProblem(await payments.pay(id, {}, shop.signIn()), 403, 'FORBIDDEN');
  });

  it('comes before the order is shipped', async () => {
    const { id } = await payments.due(await withWindow());
    const ship = () =>
      change('PUT', id, {
        body: { status: 'SHIPPED' },
        headers: { 'if-match': '*' },
        token: shop.admin,
      });

    expectProblem(await ship(), 409, 'NOT_PAID');
    await payments.pay(id);
    expect((await ship()).status).to.equal(200);
  });

  it('lets lines change before, and not after', async () => {
    const product = await withWindow();
    const { id, items } = await payments.due(product);
    const path = `${id}/items/${items[0]?.itemId ?? ''}`;
    expect((await change('PUT', path, { body: { quantity: 2 } })).status).to.equal(200);
    await payments.becomes(id, ({ inventoryStatus }) => inventoryStatus === 'RESERVED');

    expectProblem(await payments.pay(id), 409, 'AMOUNT_MISMATCH');
    expect((await payments.pay(id, { amount: 21 })).status).to.equal(200);
    expectProblem(await change('PUT', path, { body: { quantity: 1 } }), 409, 'ALREADY_PAID');
  });

  it('is no way around the window of a product that is added', async () => {
    const { id } = await payments.place(await shop.addProduct());
    await payments.becomes(id, ({ status }) => status === 'CONFIRMED');
    const { id: productId } = await withWindow();

    expectProblem(
      await change('POST', `${id}/items`, { body: { productId, quantity: 1 } }),
      409,
      'PAYMENT_WINDOW_SHORTER',
    );
  });

  it('is owed back after a cancellation', async () => {
    const { id } = await payments.due(await withWindow());
    await payments.pay(id);
    const cancelled = orderOf(await change('DELETE', id));

    expect(cancelled.payment).to.include({ status: 'PAID', refundDue: true });
  });

  it('that does not come cancels the order in time, and frees its units', async () => {
    const product = await shop.addProduct({ stock: 1 });
    await shortenWindow(shop.eventStore, product, 2);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const { id, payment } = await payments.due(product);
    const order = await payments.becomes(id, ({ status }) => status === 'CANCELLED');

    expect(order).to.include({ reason: 'PAYMENT_EXPIRED', inventoryStatus: 'RELEASED' });
    expect(order.payment).to.eql({ status: 'NONE' });
    expect(Date.parse(order.updatedAt) - Date.parse(payment.payBy ?? '')).to.be.within(0, 1_000);
    expectProblem(await payments.pay(id), 409, 'PAYMENT_WINDOW_CLOSED');
    await until(async () => {
      const { body } = await shop.askInventory(`/api/products/${product.id}/stock`);

      return body['available'] === 1;
    });
  });

  it('races with its expiry, and one of them wins', async () => {
    const product = await shop.addProduct({ stock: 100 });
    await shortenWindow(shop.eventStore, product, 3);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const other = await shop.startAnother();
    const orders = await Promise.all(Array.from({ length: 30 }, () => payments.due(product)));
    await Promise.all(
      orders.map(async ({ id, payment }, index) => {
        const left = Date.parse(payment.payBy ?? '') - Date.now() - 15 + index;
        await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
        const { status } = await payments.pay(id);
        expect(status).to.be.oneOf([200, 409]);
      }),
    );
    for (const { id } of orders) {
      await payments.becomes(
        id,
        ({ status, payment }) => status === 'CANCELLED' || payment.status === 'PAID',
      );
      const types = await typesOf(id);
      expect(
        types.filter((type) => type === 'OrderPaid' || type === 'OrderCancelled'),
      ).to.have.length(1);
    }
    await other.stop();
  });

  const typesOf = async (id: string): Promise<string[]> =>
    (await shop.eventStore.read(orderStream(id))).events.map(({ type }) => type);
});
