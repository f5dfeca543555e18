import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  type ProductResource,
  stockSeen,
  type Stock,
  stockChanged,
} from '../../../contracts/http/products.js';
import { expectProblem, type HttpReply } from '../../support/clients/http.js';
import {
  bodyOf,
  type InventoryUnderTest,
  newProduct,
  startInventoryUnderTest,
} from './inventoryFixture.js';

describe('Stock of a product', () => {
  let shop: InventoryUnderTest;

  before(async () => {
    shop = await startInventoryUnderTest();
  });
  after(() => shop.stop());

  const added = async (stock = 5): Promise<ProductResource> =>
    bodyOf<ProductResource>(
      await shop.ask('/api/products', { body: newProduct({ stock }), token: shop.admin }),
      'product',
    );
  const get = (path: string, headers: Record<string, string> = {}) =>
    shop.ask(`/api/products/${path}`, { token: shop.admin, headers });
  const patch = (id: string, body: unknown, headers: Record<string, string> = {}) =>
    shop.ask(`/api/products/${id}/stock`, { method: 'PATCH', body, token: shop.admin, headers });
  const reserve = (productId: string, quantity: number) =>
    shop.ask('/api/inventory/reserve', {
      body: { reservationId: randomUUID(), productId, quantity },
      token: shop.admin,
    });
  const tagOf = (answer: HttpReply): string => answer.headers.get('etag') ?? '';

  describe('is changed at the revision that was seen', () => {
    it('by its ETag, which is the revision', async () => {
      const { id } = await added();
      const seen = await get(`${id}/stock`);
      const answer = await patch(id, { stock: 50 }, { 'if-match': tagOf(seen) });

      expect(tagOf(seen)).to.equal(`"${stockSeen.parse(seen.body).revision}"`);
      expect(answer.status).to.equal(200);
      const { stock, overwrote } = stockChanged.parse(answer.body);
      expect(stock).to.include({ onHand: 50, revision: 2 });
      expect(overwrote).to.equal(undefined);
      expect(tagOf(answer)).to.equal('"2"');
      expect(tagOf(await get(`${id}/stock`))).to.equal('"2"');
    });

    for (const body of [{ stock: 50 }, { stock: 4 }, { adjustment: 1 }, { adjustment: -1 }])
      it(`and no other: 412 for ${JSON.stringify(body)}`, async () => {
        const { id } = await added();
        const seen = tagOf(await get(`${id}/stock`));
        await patch(id, { adjustment: -1 });

        expectProblem(await patch(id, body, { 'if-match': seen }), 412, 'VERSION_STALE');
        expect((await get(`${id}/stock`)).body).to.include({ onHand: 4, revision: 2 });
      });

    it('which a reservation moves on', async () => {
      const { id } = await added();
      const seen = tagOf(await get(`${id}/stock`));
      await reserve(id, 2);

      expectProblem(await patch(id, { stock: 9 }, { 'if-match': seen }), 412, 'VERSION_STALE');
    });

    it('by one of ten who have seen the same', async () => {
      const { id } = await added();
      const seen = tagOf(await get(`${id}/stock`));
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => patch(id, { adjustment: 1 }, { 'if-match': seen })),
      );

      expect(answers.map(({ status }) => status).sort()).to.deep.equal([
        200,
        ...Array<number>(9).fill(412),
      ]);
      expect((await get(`${id}/stock`)).body).to.include({ onHand: 6 });
    });

    it('once for a key, however often it is repeated', async () => {
      const { id } = await added();
      const headers = {
        'if-match': tagOf(await get(`${id}/stock`)),
        'idempotency-key': `stock-${randomUUID()}`,
      };
      await patch(id, { adjustment: 1 }, headers);
      const again = await patch(id, { adjustment: 1 }, headers);

      expect(again.status).to.equal(200);
      expect(again.headers.get('idempotency-replayed')).to.equal('true');
      expect(bodyOf<Stock>(again, 'stock')).to.include({ onHand: 6 });
    });

    for (const mark of [(tag: string) => `W/${tag}`, (tag: string) => tag.replace(/"$/, '-gzip"')])
      it(`also by ${mark('"1"')}, as a proxy says that has compressed the answer`, async () => {
        const { id } = await added();
        const seen = mark(tagOf(await get(`${id}/stock`)));

        expect((await get(`${id}/stock`, { 'if-none-match': seen })).status).to.equal(304);
        expect((await patch(id, { stock: 9 }, { 'if-match': seen })).status).to.equal(200);
        expectProblem(await patch(id, { stock: 8 }, { 'if-match': seen }), 412, 'VERSION_STALE');
      });

    for (const tag of ['2', 'w/"2"', '"two"', '"1", "2"'])
      it(`and not at ${tag}, which is malformed`, async () => {
        const { id } = await added();

        expectProblem(await patch(id, { stock: 1 }, { 'if-match': tag }), 400, 'IF_MATCH_INVALID');
      });

    it('and is not sent again to a client that has it', async () => {
      const { id } = await added();
      const tag = tagOf(await get(`${id}/stock`));

      expect((await get(`${id}/stock`, { 'if-none-match': tag })).status).to.equal(304);
      await patch(id, { adjustment: 1 });
      expect((await get(`${id}/stock`, { 'if-none-match': tag })).status).to.equal(200);
    });
  });

  describe('that is counted without having been seen', () => {
    for (const headers of [{}, { 'if-match': '*' }])
      it(`says what it overwrote, with ${JSON.stringify(headers)}`, async () => {
        const { id } = await added();
        await patch(id, { adjustment: 2 });

        expect(stockChanged.parse((await patch(id, { stock: 50 }, headers)).body)).to.include({
          overwrote: 7,
        });
        expect((await patch(id, { stock: 50 }, headers)).body).to.include({ overwrote: 50 });
      });

    it('says nothing of the kind for a difference, or in a replay', async () => {
      const { id } = await added();
      const headers = { 'idempotency-key': `stock-${randomUUID()}` };

      expect((await patch(id, { adjustment: 2 })).body).not.to.have.property('overwrote');
      expect((await patch(id, { stock: 50 }, headers)).body).to.include({ overwrote: 7 });
      expect((await patch(id, { stock: 50 }, headers)).body).not.to.have.property('overwrote');
    });
  });

  describe('is part of the product', () => {
    it('in the answers to POST, GET and PUT', async () => {
      const product = await added();
      const { id } = product;
      const put = await shop.ask(`/api/products/${id}`, {
        method: 'PUT',
        body: { price: 1 },
        token: shop.admin,
        headers: { 'if-match': '"1"' },
      });

      const stock = { available: 5, soldOut: false, waiting: 0 };
      expect(product.stock).to.deep.equal(stock);
      expect((await get(id)).body['stock']).to.deep.equal(stock);
      expect(bodyOf<ProductResource>(put, 'product').stock).to.deep.equal(stock);
    });

    it('as it is now, at a version that does not change', async () => {
      const { id } = await added();
      await reserve(id, 3);
      expect((await get(id)).body['stock']).to.include({ available: 2, soldOut: false });
      await reserve(id, 2);

      const answer = await get(id);
      expect(answer.body['stock']).to.include({ available: 0, soldOut: true });
      expect(answer.body).to.include({ version: 1 });
    });

    it('that is added without any', async () => {
      expect((await added(0)).stock).to.deep.equal({ available: 0, soldOut: true, waiting: 0 });
    });
  });
});
