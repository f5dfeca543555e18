import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import { call, expectProblem, type HttpReply } from '../../../support/clients/http.js';
import { askAt, isReady, orderOf, type Shop, startShopUnderTest, until } from '../ordersFixture.js';
import { paymentsAt } from './paymentShop.js';

const secret = 'fa3b7d9c15e8427096cd4f1b8a20e763';
const path = '/api/payments/webhook';

describe('The webhook of a payment provider', () => {
  let shop: Shop;
  let url: string;
  let buyer: string;
  let payments: ReturnType<typeof paymentsAt>;
  let stopSigned: () => Promise<void>;

  before(async () => {
    shop = await startShopUnderTest({ withPipeline: true });
    const signed = await shop.startAnother({ PAYMENT_WEBHOOK_SECRET: secret });
    await isReady(signed);
    url = signed.url ?? '';
    stopSigned = signed.stop;
    buyer = shop.signIn();
    payments = paymentsAt(shop, buyer);
  });
  after(async () => {
    await stopSigned();
    await shop.stop();
  });

  const dueOrder = async () => payments.due(await shop.addProduct({ paymentWindowSeconds: 900 }));

  /** The bytes are sent as they are signed, blanks and all. */
  const send = (payment: object, headers: Record<string, string> = {}): Promise<HttpReply> => {
    const body = JSON.stringify(payment, null, 3);
    const t = Math.floor(Date.now() / 1_000);
    const v1 = createHmac('sha256', secret).update(`${t}.${body}`).digest('hex');

    return call(`${url}${path}`, {
      body,
      headers: { 'quicksale-signature': `t=${t},v1=${v1}`, ...headers },
    });
  };

  it('records a payment, and the same one again', async () => {
    const { id: orderId } = await dueOrder();
    const payment = { orderId, reference: 'payment-1', amount: 10.5 };
    const first = await send(payment);
    const again = await send(payment);

    expect(first.status).to.equal(200);
    expect(orderOf(first).payment).to.include({ status: 'PAID', reference: 'payment-1' });
    expect([again.status, again.body]).to.eql([200, first.body]);
    expectProblem(await send({ ...payment, reference: 'payment-2' }), 409, 'ALREADY_PAID');
  });

  it('needs no token, and none makes up for the signature', async () => {
    const { id: orderId } = await dueOrder();
    const payment = { orderId, reference: 'payment-1', amount: 10.5 };
    const authorization = `Bearer ${shop.admin}`;

    for (const signature of ['', 't=1,v1=00'])
      expectProblem(
        await send(payment, { authorization, 'quicksale-signature': signature }),
        401,
        'SIGNATURE_INVALID',
      );
    expect((await payments.read(orderId)).payment.status).to.equal('DUE');
    expect((await send(payment, { authorization: 'Bearer none' })).status).to.equal(200);
  });

  it('says what is wrong with a payment that is signed', async () => {
    const { id: orderId } = await dueOrder();

    expectProblem(
      await send({ orderId, reference: 'payment-1', amount: 1 }),
      409,
      'AMOUNT_MISMATCH',
    );
    expectProblem(await send({ orderId, reference: 'payment-1' }), 400, 'VALIDATION_FAILED');
    expectProblem(
      await send({
        orderId: '0b7f2b0e-53a1-5d7c-8c7e-2f4e8c9d1b60',
        reference: 'payment-1',
        amount: 1,
      }),
      404,
      'ORDER_NOT_FOUND',
    );
  });

  it('brings no order back that was cancelled before the money came', async () => {
    const product = await shop.addProduct({ paymentWindowSeconds: 900, stock: 5 });
    const { id: orderId } = await payments.due(product);
    await shop.ask(`/api/orders/${orderId}`, { method: 'DELETE', token: buyer });
    const late = await send({ orderId, reference: 'payment-1', amount: 10.5 });

    expect(late.status, JSON.stringify(late.body)).to.equal(409);
    expect(await payments.read(orderId)).to.include({ status: 'CANCELLED' });
    await until(async () => {
      const { body } = await shop.askInventory(`/api/products/${product.id}/stock`);

      return body['available'] === 5;
    });
  });

  it('is not there without a secret', async () => {
    expectProblem(await shop.ask(path, { body: {} }), 404, 'ROUTE_NOT_FOUND');
  });

  it('lets owners pay where payments are simulated, and nobody else', async () => {
    const trial = await shop.startAnother({ PAYMENTS: 'simulated' });
    await isReady(trial);
    const owner = shop.signIn();
    const { id } = await paymentsAt(shop, owner).due(
      await shop.addProduct({ paymentWindowSeconds: 900 }),
    );
    const pay = (token: string) =>
      askAt(trial)(`/api/orders/${id}/payment`, {
        body: { reference: 'payment-1', amount: 10.5 },
        token,
      });

    expectProblem(await pay(shop.signIn()), 404, 'ORDER_NOT_FOUND');
    expect((await pay(owner)).status).to.equal(200);
    await trial.stop();
  });
});
