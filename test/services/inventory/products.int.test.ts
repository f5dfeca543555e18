import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { productNameStream } from '../../../domain/productName/index.js';
import type { ProductResource, Stock } from '../../../contracts/http/products.js';
import { product as productSchema } from '../../../contracts/http/products.js';
import { nameKeyOf } from '../../../services/inventory/useCases/productIds.js';
import { call, expectProblem } from '../../support/clients/http.js';
import {
  bodyOf,
  type InventoryUnderTest,
  newProduct,
  startInventoryUnderTest,
  until,
} from './inventoryFixture.js';

describe('Products', () => {
  let shop: InventoryUnderTest;

  before(async () => {
    shop = await startInventoryUnderTest();
  });
  after(() => shop.stop());

  const add = async (body = newProduct(), headers: Record<string, string> = {}) =>
    shop.ask('/api/products', { body, token: shop.admin, headers });
  const added = async (changes: Record<string, unknown> = {}): Promise<ProductResource> =>
    bodyOf<ProductResource>(await add(newProduct(changes)), 'product');
  const get = (id: string, headers: Record<string, string> = {}) =>
    shop.ask(`/api/products/${id}`, { token: shop.customer, headers });
  /** A product's tag of a version, with whatever stock. */
  const tagOf = (version: number) => new RegExp(`^"${version}\\.[0-9a-f]{8}"$`);
  /** `seen` is the If-Match, or all headers. */
  const put = (id: string, body: unknown, seen: string | Record<string, string> = {}) =>
    shop.ask(`/api/products/${id}`, {
      method: 'PUT',
      body,
      token: shop.admin,
      headers: typeof seen === 'string' ? { 'if-match': seen } : seen,
    });

  describe('adding', () => {
    it('answers the product, its place and its version', async () => {
      const body = newProduct({ maxPerCustomer: 2, originalPrice: 999.5 });
      const answer = await add(body);
      const product = productSchema.parse(answer.body['product']);

      expect(answer.status).to.equal(201);
      expect(answer.headers.get('location')).to.equal(`/api/products/${product.id}`);
      expect(answer.headers.get('etag')).to.match(tagOf(1));
      expect(answer.headers.get('x-position')).to.match(/^\d+$/);
      expect(product).to.include({
        name: body['name'],
        sku: body['sku'],
        price: 799.99,
        originalPrice: 999.5,
        maxPerCustomer: 2,
        description: null,
        currency: 'USD',
        version: 1,
      });
    });

    it('finds it at once, with its stock, under both paths', async () => {
      const product = await added();
      const stock = await shop.ask(`/api/inventory/products/${product.id}/stock`, {
        token: shop.customer,
      });

      expect((await get(product.id)).body).to.deep.equal(product);
      expect(stock.body).to.deep.equal({
        onHand: 5,
        reserved: 0,
        outstanding: 0,
        available: 5,
        waiting: 0,
        revision: 1,
      });
    });

    it('refuses a sku that is taken, whatever the name, and leaves the name free', async () => {
      const { sku } = await added();
      const name = `Free ${randomUUID()}`;

      expectProblem(await add(newProduct({ sku, name })), 409, 'SKU_TAKEN');
      expect((await add(newProduct({ name }))).status).to.equal(201);
    });

    it('refuses a name that is taken, whatever its case', async () => {
      const { name } = await added();

      expectProblem(await add(newProduct({ name: name.toUpperCase() })), 409, 'NAME_TAKEN');
    });

    it('gives one of ten that ask for a name at once', async () => {
      const name = `Wanted ${randomUUID()}`;
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => add(newProduct({ name }))),
      );

      expect(answers.map(({ status }) => status).sort()).to.deep.equal([
        201,
        ...Array<number>(9).fill(409),
      ]);
    });

    it('gives one of ten that ask for a sku at once, and the others release nothing of it', async () => {
      const body = newProduct();
      const answers = await Promise.all(Array.from({ length: 10 }, () => add(body)));

      expect(answers.filter(({ status }) => status === 201)).to.have.length(1);
      expectProblem(await add(newProduct({ name: body['name'] })), 409, 'NAME_TAKEN');
    });

    for (const [age, status] of [
      [11_000, 201],
      [5_000, 409],
    ] as const)
      it(`answers ${status} for a name that was claimed ${age} ms ago by a product that never came`, async () => {
        const name = `Abandoned ${randomUUID()}`;
        await claimForNobody(name, age);

        expect((await add(newProduct({ name }))).status).to.equal(status);
      });

    it('replays a repeated key with the state of now, and refuses the key for another request', async () => {
      const headers = { 'idempotency-key': `key-${randomUUID()}` };
      const body = newProduct();
      const first = await add(body, headers);
      const again = await add(body, headers);

      expect(again.status).to.equal(201);
      expect(again.body).to.deep.equal(first.body);
      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expectProblem(await add({ ...body, stock: 6 }, headers), 422, 'IDEMPOTENCY_KEY_REUSED');
    });

    for (const wrong of [
      { price: '1' },
      { stock: 1.5 },
      { name: '' },
      { role: 'admin' },
      { id: randomUUID() },
      { saleStartsAt: 'now' },
    ])
      it(`refuses ${JSON.stringify(wrong)}`, async () =>
        expectProblem(await add(newProduct(wrong)), 400, 'VALIDATION_FAILED'));

    it('is for admins', async () => {
      const body = newProduct();

      expectProblem(await shop.ask('/api/products', { body }), 401, 'TOKEN_MISSING');
      expectProblem(
        await shop.ask('/api/products', { body, token: shop.customer }),
        403,
        'FORBIDDEN',
      );
    });
  });

  describe('reading', () => {
    it('answers 404 for what is not there and 400 for what is no id', async () => {
      expectProblem(await get(randomUUID()), 404, 'PRODUCT_NOT_FOUND');
      expectProblem(await get('$all'), 400, 'VALIDATION_FAILED');
    });

    it('answers 304 to a client that has the version', async () => {
      const { id } = await added();
      const tag = (await get(id)).headers.get('etag') ?? '';

      expect((await get(id, { 'if-none-match': tag })).status).to.equal(304);
    });

    it('answers 200 when only the stock has changed, and changes by either tag', async () => {
      const { id } = await added();
      const seen = (await get(id)).headers.get('etag') ?? '';
      const body = { adjustment: 5 };
      const path = `/api/products/${id}/stock`;
      await shop.ask(path, { method: 'PATCH', body, token: shop.admin });
      const answer = await get(id, { 'if-none-match': seen });

      expect(answer.status).to.equal(200);
      expect(answer.body['stock']).to.include({ available: 10 });
      expect(answer.headers.get('etag')).to.match(tagOf(1)).and.not.equal(seen);
      expect((await put(id, { price: 5 }, seen)).status).to.equal(200);
      expectProblem(await put(id, { price: 6 }, seen), 412, 'VERSION_STALE');
    });

    for (const [tags, status] of [
      [(tag: string) => `"7", ${tag}`, 304],
      [(tag: string) => `W/${tag}`, 304],
      [(tag: string) => tag.replace(/"$/, '-gzip"'), 304],
      [() => '*', 304],
      [() => '"7"', 200],
      [() => '"1"', 200],
    ] as const)
      it(`answers ${status} to a client that has ${tags('"1.…"')}`, async () => {
        const { id } = await added();
        const tag = (await get(id)).headers.get('etag') ?? '';
        const answer = await get(id, { 'if-none-match': tags(tag) });

        expect(answer.status).to.equal(status);
        expect(answer.headers.get('etag')).to.equal(tag);
      });

    for (const query of [
      'page=0',
      'limit=101',
      'limit=1e9',
      'limit=1000000000',
      'limit=1&limit=2',
      'sort=stock',
      'colour=red',
    ])
      it(`Z25: refuses a list with ?${query}`, async () =>
        expectProblem(
          await shop.ask(`/api/products?${query}`, { token: shop.customer }),
          400,
          'VALIDATION_FAILED',
        ));
  });

  describe('changing', () => {
    it('takes details, price and terms, and counts versions', async () => {
      const { id } = await added();
      const answer = await put(id, { price: 5, description: 'Red' }, '"1"');

      expect(answer.status).to.equal(200);
      expect(bodyOf<ProductResource>(answer, 'product')).to.include({
        price: 5,
        description: 'Red',
      });
      expect(answer.headers.get('etag')).to.match(tagOf(3));
      expect((await get(id)).body).to.deep.equal(answer.body['product']);
    });

    it('refuses a stale version with 412 and a missing one with 428', async () => {
      const { id } = await added();
      await put(id, { price: 5 }, '"1"');

      expectProblem(await put(id, { price: 6 }, '"1"'), 412, 'VERSION_STALE');
      expectProblem(await put(id, { price: 6 }), 428, 'IF_MATCH_MISSING');
      expectProblem(await put(id, { price: 6 }, 'W/1'), 400, 'IF_MATCH_INVALID');
    });

    it('lets one of ten racing changes win', async () => {
      const { id } = await added();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, price) => put(id, { price: price + 1 }, '"1"')),
      );

      expect(answers.map(({ status }) => status).sort()).to.deep.equal([
        200,
        ...Array<number>(9).fill(412),
      ]);
    });

    it('moves the name: the new one is taken, the old one is free', async () => {
      const { id, name } = await added();
      const renamed = `Renamed ${randomUUID()}`;
      await put(id, { name: renamed }, '"1"');

      expectProblem(await add(newProduct({ name: renamed })), 409, 'NAME_TAKEN');
      expect((await add(newProduct({ name }))).status).to.equal(201);
    });

    it('keeps its name, and lets go of the new one, when the change is refused', async () => {
      const { id, name } = await added();
      const other = `Other ${randomUUID()}`;

      expectProblem(await put(id, { name: other }, '"9"'), 412, 'VERSION_STALE');
      expectProblem(await add(newProduct({ name })), 409, 'NAME_TAKEN');
      expect((await add(newProduct({ name: other }))).status).to.equal(201);
    });

    it('replays a keyed change of name, also when another product has that name by now', async () => {
      const { id } = await added();
      const name = `Passed on ${randomUUID()}`;
      const headers = { 'if-match': '"1"', 'idempotency-key': `key-${randomUUID()}` };
      await put(id, { name }, headers);
      await put(id, { name: `Later ${randomUUID()}` }, '"2"');
      await added({ name });
      const again = await put(id, { name }, headers);

      expect(again.status).to.equal(200);
      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expect(again.body['product']).to.deep.equal((await get(id)).body);

      await shop.ask(`/api/products/${id}`, { method: 'DELETE', token: shop.admin });
      expect((await put(id, { name }, headers)).status).to.equal(200);
      expectProblem(await get(id), 404, 'PRODUCT_NOT_FOUND');
    });
  });

  describe('withdrawing', () => {
    it('hides the product, keeps its sku and frees its name', async () => {
      const { id, sku, name } = await added();
      const withdraw = () =>
        shop.ask(`/api/products/${id}`, { method: 'DELETE', token: shop.admin });

      expect((await withdraw()).status).to.equal(204);
      expect((await withdraw()).status).to.equal(204);
      expectProblem(await get(id), 404, 'PRODUCT_NOT_FOUND');
      expectProblem(await add(newProduct({ sku })), 409, 'SKU_TAKEN');
      expect((await add(newProduct({ name }))).status).to.equal(201);
    });
  });

  describe('stock', () => {
    const patch = (id: string, body: unknown, headers: Record<string, string> = {}) =>
      shop.ask(`/api/products/${id}/stock`, { method: 'PATCH', body, token: shop.admin, headers });

    it('changes by a difference and to a count, and leaves the version alone', async () => {
      const { id } = await added();
      const less = await patch(id, { adjustment: -3 });
      const more = await patch(id, { stock: 50 });

      expect(bodyOf<Stock>(less, 'stock')).to.include({ onHand: 2, available: 2 });
      expect(bodyOf<Stock>(more, 'stock')).to.include({ onHand: 50, available: 50 });
      expect((await get(id)).headers.get('etag')).to.match(tagOf(1));
    });

    it('adds up 50 changes at once', async () => {
      const { id } = await added();
      await Promise.all(Array.from({ length: 50 }, () => patch(id, { adjustment: 1 })));

      expect((await shop.ask(`/api/products/${id}/stock`, { token: shop.admin })).body).to.include({
        onHand: 55,
      });
    });

    it('does a keyed change once', async () => {
      const { id } = await added();
      const headers = { 'idempotency-key': `stock-${randomUUID()}` };
      await patch(id, { adjustment: 1 }, headers);
      const again = await patch(id, { adjustment: 1 }, headers);

      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expect(bodyOf<Stock>(again, 'stock')).to.include({ onHand: 6 });
      expectProblem(await patch(id, { adjustment: 2 }, headers), 422, 'IDEMPOTENCY_KEY_REUSED');
    });

    it('does a keyed change once, also when an instance repeats it that was not there', async () => {
      const { id } = await added();
      const headers = { 'idempotency-key': `stock-${randomUUID()}` };
      const body = { adjustment: 1 };
      await patch(id, body, headers);
      const another = await shop.startAnother();
      const url = `${another.url ?? ''}/api/products/${id}/stock`;
      await until(async () => (await call(url, { token: shop.admin })).status === 200);
      const again = await call(url, { method: 'PATCH', body, token: shop.admin, headers });
      await another.stop();

      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expect(bodyOf<Stock>(again, 'stock')).to.include({ onHand: 6 });
    });

    it('never falls below what is reserved', async () => {
      const { id } = await added();
      await shop.ask('/api/inventory/reserve', {
        body: { reservationId: randomUUID(), productId: id, quantity: 4 },
        token: shop.admin,
      });

      expectProblem(await patch(id, { stock: 3 }), 409, 'STOCK_BELOW_RESERVED');
      expectProblem(await patch(id, { adjustment: -2 }), 409, 'STOCK_BELOW_RESERVED');
      expectProblem(await patch(randomUUID(), { stock: 3 }), 404, 'PRODUCT_NOT_FOUND');
    });
  });

  const claimForNobody = (name: string, age: number) =>
    shop.eventStore.append(
      productNameStream(nameKeyOf(name)),
      [
        {
          id: randomUUID(),
          type: 'NameClaimed',
          data: {
            name,
            productId: randomUUID(),
            claimedAt: new Date(Date.now() - age).toISOString(),
          },
          metadata: {
            $correlationId: 'test',
            $causationId: 'test',
            commandId: 'test',
            userId: null,
            requestId: null,
            traceparent: null,
            schemaVersion: 1,
          },
        },
      ],
      { expectedRevision: 'no_stream' },
    );
});
