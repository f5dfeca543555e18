import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { ProductResource, Stock } from '../../../contracts/http/products.js';
import { inventoryStream } from '../../../domain/inventory/index.js';
import { expectProblem } from '../../support/clients/http.js';
import {
  bodyOf,
  type InventoryUnderTest,
  newProduct,
  startInventoryUnderTest,
} from './inventoryFixture.js';

describe('A product with an event of a newer release', () => {
  let shop: InventoryUnderTest;

  before(async () => {
    shop = await startInventoryUnderTest();
  });
  after(() => shop.stop());

  for (const [what, type, schemaVersion] of [
    ['of an unknown version', 'StockReceived', 2],
    ['of an unknown type', 'ProductImageChanged', 1],
  ] as const)
    it(`is 503 to read, to reserve and to change, and others are not: ${what}`, async () => {
      const [sick, sound] = [await added(), await added()];
      await append(sick.id, { type, schemaVersion });

      expectProblem(await stockOf(sick.id), 503, 'STREAM_UNREADABLE');
      expectProblem(await reserve(sick.id), 503, 'STREAM_UNREADABLE');
      expectProblem(await restock(sick.id), 503, 'STREAM_UNREADABLE');
      const { events } = await shop.eventStore.read(inventoryStream(sick.id));
      expect(events.at(-1)).to.include({ type });
      expect((await reserve(sound.id)).status).to.equal(201);
      expect(bodyOf<Stock>(await restock(sound.id), 'stock')).to.include({ onHand: 9 });
    });

  const added = async (): Promise<ProductResource> =>
    bodyOf<ProductResource>(
      await shop.ask('/api/products', { body: newProduct(), token: shop.admin }),
      'product',
    );

  const stockOf = (id: string) => shop.ask(`/api/products/${id}/stock`, { token: shop.customer });

  const reserve = (productId: string) =>
    shop.ask('/api/inventory/reserve', {
      body: { reservationId: randomUUID(), productId, quantity: 1 },
      token: shop.admin,
    });

  const restock = (id: string) =>
    shop.ask(`/api/products/${id}/stock`, {
      method: 'PATCH',
      body: { stock: 9 },
      token: shop.admin,
    });

  const append = async (
    productId: string,
    { type, schemaVersion }: Readonly<{ type: string; schemaVersion: number }>,
  ) => {
    const stream = inventoryStream(productId);
    const { revision, events } = await shop.eventStore.read(stream);
    const [first] = events;
    if (first === undefined) throw new Error(`${stream} is empty`);
    const metadata = { ...first.metadata, schemaVersion };
    const data = { productId, quantity: { pieces: 5 } };
    await shop.eventStore.append(stream, [{ id: randomUUID(), type, data, metadata }], {
      expectedRevision: revision,
    });
  };
});
