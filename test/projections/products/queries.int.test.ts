import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { inventoryStream } from '../../../domain/inventory/index.js';
import {
  findProduct,
  findProductPage,
  findProducts,
} from '../../../projections/products/queries.js';
import { stored } from '../../support/builders/storedEvents.js';
import {
  at,
  later,
  lifeOfProduct,
  productAdded,
  productId,
} from '../../support/builders/storyEvents.js';
import { useProjection } from '../projectionFixture.js';
import { stockOf } from '../stockOf.js';

describe('Queries of products', () => {
  it('give the product as its events left it', async () => {
    await projection.project(stored(inventoryStream(productId), lifeOfProduct.slice(0, 6)));

    expect(await findProduct(projection.database(), productId)).to.deep.equal({
      productId,
      sku: 'SNEAKER-1',
      name: 'Boot',
      description: null,
      category: 'boots',
      price: 100,
      originalPrice: null,
      currency: 'EUR',
      maxPerCustomer: null,
      saleStartsAt: null,
      saleEndsAt: later,
      paymentWindowSeconds: null,
      status: 'LISTED',
      version: 4,
      onHand: 10,
      reserved: 3,
      waiting: 0,
      revision: 5,
      addedAt: at,
      changedAt: later,
    });
    expect(await stockOf(projection.database(), productId)).to.deep.equal({
      productId,
      onHand: 10,
      reserved: 3,
      available: 7,
      revision: 5,
    });
  });

  it('find nothing where nothing is', async () => {
    expect(await findProduct(projection.database(), randomUUID())).to.equal(null);
    expect(await stockOf(projection.database(), randomUUID())).to.equal(null);
  });

  it('list what is on offer, by page, category, search and order', async () => {
    const ids = [randomUUID(), randomUUID(), randomUUID()];
    for (const [index, id] of ids.entries())
      await projection.project(
        stored(inventoryStream(id), [
          productAdded(id, `SKU_${index}%`),
          {
            type: 'ProductPriceChanged',
            data: { productId: id, price: 100 - index, originalPrice: null, changedAt: later },
          },
        ]),
      );
    await projection.project(stored(inventoryStream(productId), lifeOfProduct));

    const cheapest = await findProductPage(projection.database(), {
      page: 1,
      limit: 2,
      sort: 'price',
    });
    const rest = await findProductPage(projection.database(), { page: 2, limit: 2, sort: 'price' });

    expect(cheapest.total).to.equal(3);
    expect(
      [...cheapest.products, ...rest.products].map((product) => product.productId),
    ).to.deep.equal(ids.toReversed());
    expect(await total({ search: 'sku_1%' })).to.equal(1);
    expect(await total({ search: '%' })).to.equal(3);
    expect(await total({ category: 'boots' })).to.equal(0);
    expect(await total({ category: 'shoes', search: 'RUNS' })).to.equal(3);
    expect(await findProducts(projection.database(), [productId])).to.have.length(1);
  });

  const projection = useProjection();

  const total = async (filter: { search?: string; category?: string }): Promise<number> =>
    (await findProductPage(projection.database(), { page: 1, limit: 1, ...filter })).total;
});
