import { expect } from 'chai';
import { expectProblem } from '../../support/clients/http.js';
import {
  bodyOf,
  newProduct,
  startInventoryUnderTest,
  until,
  type InventoryUnderTest,
} from './inventoryFixture.js';

const second = 1_000;

describe('inventory: visitors without an account', function () {
  this.timeout(60_000);

  let shop: InventoryUnderTest;
  before(async () => {
    shop = await startInventoryUnderTest();
  });
  after(() => shop.stop());

  const add = async (): Promise<string> => {
    const { body } = await shop.ask('/api/products', { body: newProduct(), token: shop.admin });

    return (body['product'] as { id: string }).id;
  };
  const adjust = (id: string, adjustment: number) =>
    shop.ask(`/api/products/${id}/stock`, {
      method: 'PATCH',
      body: { adjustment },
      token: shop.admin,
    });
  const onHand = async (id: string, token?: string): Promise<number> => {
    const { body } = await shop.ask(
      `/api/products/${id}/stock`,
      token === undefined ? {} : { token },
    );

    return bodyOf<number>({ body } as never, 'onHand');
  };

  /** When the last request was sent that did not see it yet. */
  const lastAskedBefore = async (isSeen: () => Promise<boolean>): Promise<number> => {
    let lastAt = -Infinity;
    await until(async () => {
      const askedAt = performance.now();
      const isNew = await isSeen();
      if (!isNew) lastAt = askedAt;

      return isNew;
    });

    return lastAt;
  };

  it('read the list, a product and its stock, by both paths, also with a token that is none', async () => {
    const id = await add();

    for (const base of ['/api/products', '/api/inventory/products'])
      for (const path of [base, `${base}/${id}`, `${base}/${id}/stock`]) {
        expect((await shop.ask(path)).status, path).to.equal(200);
        expect((await shop.ask(path, { token: 'a.b.c' })).status, path).to.equal(200);
      }
  });

  it('find what was just added', async () => {
    const id = await add();

    expect((await shop.ask(`/api/products/${id}`)).body).to.include({ id });
    expect(await onHand(id)).to.equal(5);
  });

  it('see stock that is at most a second old; whoever is signed in sees the newest', async () => {
    const id = await add();
    const readAt = performance.now();
    expect(await onHand(id)).to.equal(5);
    await adjust(id, -1);
    const changedAt = performance.now();
    const seen = await onHand(id);
    if (performance.now() - readAt < second) expect(seen).to.equal(5);
    expect(await onHand(id, shop.customer)).to.equal(4);

    const lastSeenAt = await lastAskedBefore(async () => (await onHand(id)) === 4);
    expect(lastSeenAt - changedAt).to.be.lessThan(second);
  });

  it('see a product that is at most a second old', async () => {
    const id = await add();
    await shop.ask(`/api/products/${id}`);
    const headers = { 'if-match': '"1"' };
    const body = { category: 'boots' };
    const path = `/api/products/${id}`;
    const changed = await shop.ask(path, { method: 'PUT', headers, body, token: shop.admin });
    expect(changed.status).to.equal(200);
    const changedAt = performance.now();

    const lastSeenAt = await lastAskedBefore(
      async () => (await shop.ask(path)).body['category'] === 'boots',
    );
    expect(lastSeenAt - changedAt).to.be.lessThan(second);
  });

  it('are told of what is not there, and of what they ask wrongly', async () => {
    const nowhere = '/api/products/7f9c24e5-4c1e-4f0a-9a57-2f4e8c9d1b60';

    expectProblem(await shop.ask(nowhere), 404, 'PRODUCT_NOT_FOUND');
    expectProblem(await shop.ask(`${nowhere}/stock`), 404, 'PRODUCT_NOT_FOUND');
    expectProblem(await shop.ask('/api/products?page=0'), 400, 'VALIDATION_FAILED');
    expectProblem(await shop.ask('/api/products?unknown=1'), 400, 'VALIDATION_FAILED');
  });

  it('change nothing', async () => {
    const id = await add();

    for (const [method, path, body] of [
      ['POST', '', newProduct()],
      ['PUT', `/${id}`, { price: 1 }],
      ['DELETE', `/${id}`, undefined],
      ['PATCH', `/${id}/stock`, { adjustment: 1 }],
    ] as const)
      expectProblem(
        await shop.ask(`/api/products${path}`, { method, ...(body !== undefined && { body }) }),
        401,
        'TOKEN_MISSING',
      );
  });
});
