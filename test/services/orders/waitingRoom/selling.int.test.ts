import { expect } from 'chai';
import {
  askAt,
  isReady,
  newKey,
  orderOf,
  type Shop,
  startShopUnderTest,
  until,
} from '../ordersFixture.js';
import type { Running } from '../../../../platform/process/index.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { expectProblem, type HttpReply } from '../../../support/clients/http.js';

describe('A sale with more buyers than units', function () {
  this.timeout(120_000);

  let shop: Shop;

  before(async () => {
    shop = await startShopUnderTest({ withPipeline: true });
    // nobody waits before the projector has what other tests have left in the log
    const first = await shop.addProduct({ stock: 1 });
    expect((await place(first.id)).status).to.equal(201);
    await eventually(async () => {
      expect((await placedOf(first.id))[0]?.status).to.equal('CONFIRMED');
    }, 100_000);
  });

  after(() => shop.stop());

  const place = (productId: string, quantity = 1, headers = newKey()) =>
    shop.ask('/api/orders', {
      body: { items: [{ productId, quantity }] },
      token: shop.signIn(),
      headers,
    });

  const placedOf = async (productId: string) =>
    shop.database.query<{ status: string; reason: string | null }>(
      `SELECT status, reason FROM read.orders JOIN read.order_items USING (order_id)
       WHERE product_id = $1`,
      [productId],
    );

  /** What became of those that the projection knows of. */
  const decidedOf = async (productId: string): Promise<readonly string[]> =>
    (await placedOf(productId)).flatMap(({ status }) => (status === 'PENDING' ? [] : [status]));

  it('places as many orders as are confirmed, and refuses nobody before', async () => {
    const product = await shop.addProduct({ stock: 20 });
    const answers = await Promise.all(Array.from({ length: 120 }, () => place(product.id)));
    const count = (status: number) => answers.filter((one) => one.status === status).length;

    expect([count(201), count(409), count(503)]).to.deep.equal([20, 100, 0]);
    await until(async () => (await decidedOf(product.id)).length >= 20);
    expect(await decidedOf(product.id)).to.deep.equal(Array(20).fill('CONFIRMED'));
  });

  it('gives a unit that a limit refuses to the next one who waits', async () => {
    const product = await shop.addProduct({ stock: 2, maxPerCustomer: 1 });
    const greedy = shop.signIn();
    const buy = (token: string) =>
      shop.ask('/api/orders', {
        body: { items: [{ productId: product.id, quantity: 1 }] },
        token,
        headers: newKey(),
      });
    const answers = await Promise.all([buy(greedy), buy(greedy), buy(shop.signIn())]);

    expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
    await until(async () => (await decidedOf(product.id)).length >= 3);
    const reasons = (await placedOf(product.id)).flatMap(({ reason }) => reason ?? []);
    expect(reasons).to.deep.equal(['LIMIT_PER_CUSTOMER']);
  });

  it('says busy to whoever wants more than is left, and does not use the key up', async () => {
    const product = await shop.addProduct({ stock: 2 });
    const headers = newKey();
    const token = shop.signIn();
    const call = { body: { items: [{ productId: product.id, quantity: 3 }] }, token, headers };
    const answer = await shop.ask('/api/orders', call);
    expectProblem(answer, 503, 'BUSY');
    expect(answer.headers.get('retry-after')).to.equal('1');

    const waiting = shop.ask('/api/orders', call);
    await shop.askInventory(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { adjustment: 1 },
      token: shop.admin,
    });
    expect((await waiting).status).to.equal(201);
  });

  it('stamps the order when its request arrives', async () => {
    const product = await shop.addProduct({ stock: 1 });
    const arrivedAt = Date.now();
    const waiting = place(product.id, 2);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await shop.askInventory(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { adjustment: 1 },
      token: shop.admin,
    });
    const { createdAt } = orderOf(await waiting);

    expect(Date.parse(createdAt) - arrivedAt).to.be.below(1_000);
  });

  it('answers repeats of a key that waits all alike', async () => {
    const product = await shop.addProduct({ stock: 1 });
    const [token, headers] = [shop.signIn(), newKey()];
    const call = { body: { items: [{ productId: product.id, quantity: 2 }] }, token, headers };
    const repeats = [1, 2, 3].map(() => shop.ask('/api/orders', call));
    await shop.askInventory(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { adjustment: 1 },
      token: shop.admin,
    });
    const answers = await Promise.all(repeats);

    expect(answers.map(({ status }) => status)).to.deep.equal([201, 201, 201]);
    expect(new Set(answers.map((answer) => orderOf(answer).id)).size).to.equal(1);
  });

  it('lets who waits at two instances have what comes, and moves on when one of them ends', async () => {
    const other = await shop.startAnother();
    await isReady(other);
    const product = await shop.addProduct({ stock: 1 });
    const call = () => ({
      body: { items: [{ productId: product.id, quantity: 2 }] },
      token: shop.signIn(),
      headers: newKey(),
    });
    const [here, there] = [Array.from({ length: 20 }, call), Array.from({ length: 20 }, call)];
    /** Repeats with its key what waited too long, which it may where much else is done. */
    const insist = async (one: ReturnType<typeof call>): Promise<HttpReply> => {
      const answer = await shop.ask('/api/orders', one);

      return answer.status === 503 ? insist(one) : answer;
    };
    const waitingHere = here.map(insist);
    const waitingThere = there.map((one) => askAt(other)('/api/orders', one));
    await until(async () => (await waitingAt(other)) === 20);
    const endedAt = performance.now();
    const ending = other.stop();
    const cut = await Promise.all(waitingThere);
    expect(performance.now() - endedAt).to.be.below(3_000);
    expect(new Set(cut.map(({ body }) => body['code']))).to.deep.equal(new Set(['BUSY']));

    const movedOn = there.map(insist);
    await shop.askInventory(`/api/products/${product.id}/stock`, {
      method: 'PATCH',
      body: { adjustment: 79 },
      token: shop.admin,
    });
    const answers = await Promise.all([...waitingHere, ...movedOn]);
    await ending;

    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
    await until(async () => (await decidedOf(product.id)).length >= 40);
    expect(await decidedOf(product.id)).to.deep.equal(Array(40).fill('CONFIRMED'));
  });
});

const waitingAt = async ({ url }: Running): Promise<number> => {
  const text = await (await fetch(`${url ?? ''}/metrics`)).text();

  return Number(/^quicksale_admission_waiting(?:{[^}]*})? (\d+)$/m.exec(text)?.[1] ?? NaN);
};
