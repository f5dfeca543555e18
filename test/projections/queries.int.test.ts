import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { inventoryStream } from '../../domain/inventory/index.js';
import { type Order, orderDecider, orderStream } from '../../domain/order/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { createMetrics } from '../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { beginTerm } from '../../projections/projector/term.js';
import { createProjectorMetrics } from '../../projections/projector/metrics.js';
import { findOrder, findOrders, findOrderPage } from '../../projections/orders/queries.js';
import {
  findProduct,
  findProducts,
  findStocks,
  findProductPage,
} from '../../projections/products/queries.js';
import { createProjectEvents } from '../../projections/projector/projectEvents.js';
import { waitForPosition } from '../../projections/projector/waitForPosition.js';
import { freshDatabase } from '../support/servers/postgres.js';
import { stored } from '../support/builders/storedEvents.js';
import {
  at,
  cancelledOrder,
  later,
  lifeOfOrder,
  lifeOfProduct,
  orderId,
  orderPlaced,
  productAdded,
  productId,
  userId,
} from '../support/builders/storyEvents.js';

describe('Queries', () => {
  describe('of products', () => {
    it('give the product as its events left it', async () => {
      await project(stored(inventoryStream(productId), lifeOfProduct.slice(0, 6)));

      expect(await findProduct(database, productId)).to.deep.equal({
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
        status: 'LISTED',
        version: 4,
        onHand: 10,
        reserved: 3,
        revision: 5,
        addedAt: at,
        changedAt: later,
      });
      expect(await stockOf(productId)).to.deep.equal({
        productId,
        onHand: 10,
        reserved: 3,
        available: 7,
        revision: 5,
      });
    });

    it('find nothing where nothing is', async () => {
      expect(await findProduct(database, randomUUID())).to.equal(null);
      expect(await stockOf(randomUUID())).to.equal(null);
    });

    it('list what is on offer, by page, category, search and order', async () => {
      const ids = [randomUUID(), randomUUID(), randomUUID()];
      for (const [index, id] of ids.entries())
        await project(
          stored(inventoryStream(id), [
            productAdded(id, `SKU_${index}%`),
            {
              type: 'ProductPriceChanged',
              data: { productId: id, price: 100 - index, originalPrice: null, changedAt: later },
            },
          ]),
        );
      await project(stored(inventoryStream(productId), lifeOfProduct));

      const cheapest = await findProductPage(database, { page: 1, limit: 2, sort: 'price' });
      const rest = await findProductPage(database, { page: 2, limit: 2, sort: 'price' });

      expect(cheapest.total).to.equal(3);
      expect(
        [...cheapest.products, ...rest.products].map((product) => product.productId),
      ).to.deep.equal(ids.toReversed());
      expect(await total({ search: 'sku_1%' })).to.equal(1);
      expect(await total({ search: '%' })).to.equal(3);
      expect(await total({ category: 'boots' })).to.equal(0);
      expect(await total({ category: 'shoes', search: 'RUNS' })).to.equal(3);
      expect(await findProducts(database, [productId])).to.have.length(1);
    });
  });

  describe('of orders', () => {
    it('give the order exactly as its stream folds', async () => {
      for (let length = 1; length <= lifeOfOrder.length; length += 1) {
        const events = stored(orderStream(orderId), lifeOfOrder.slice(0, length));
        await project(events);

        const folded = lifeOfOrder
          .slice(0, length)
          .reduce<Order>(orderDecider.evolve, orderDecider.initialState());
        const order = await findOrder(database, orderId);
        expect(order).to.deep.equal(folded);
      }
    });

    it('keep the reason of a cancellation', async () => {
      await project(stored(orderStream(orderId), cancelledOrder));

      expect(await findOrder(database, orderId)).to.include({
        status: 'CANCELLED',
        reason: 'CANCELLED_BY_CUSTOMER',
      });
    });

    it('list by user and status, and find many at once', async () => {
      const ids = [randomUUID(), randomUUID()];
      for (const id of ids) await project(stored(orderStream(id), [orderPlaced(id)]));
      await project(stored(orderStream(orderId), lifeOfOrder));

      const filter = { page: 1, limit: 10 };
      const mine = await findOrderPage(database, { ...filter, userId });
      const pending = await findOrderPage(database, { ...filter, userId, status: 'PENDING' });
      const nobodys = await findOrderPage(database, { ...filter, userId: randomUUID() });

      expect([mine.total, pending.total, nobodys.total]).to.deep.equal([3, 2, 0]);
      expect(pending.orders.map((order) => order.orderId)).to.have.members(ids);
      expect(await findOrderPage(database, { page: 2, limit: 2 })).to.have.nested.property(
        'orders.length',
        1,
      );
      expect(await findOrders(database, [...ids, randomUUID()])).to.have.length(2);
    });
  });

  describe('that wait for a position', () => {
    it('answer as soon as it is projected, or say that it is not', async () => {
      const [event] = stored(orderStream(orderId), [orderPlaced()], 5000n);
      const waiting = waitForPosition(database, 5000n, 2000);
      await project(event ? [event] : []);

      expect(await waiting).to.equal(true);
      expect(await waitForPosition(database, 5001n, 30)).to.equal(false);
    });
  });

  const logger = createLogger({ name: 'test', level: 'silent' });
  let database: Database;

  before(async () => {
    database = connectDatabase({ url: await freshDatabase(), logger });
  });

  beforeEach(async () => {
    await database.query(
      'TRUNCATE read.products, read.orders, read.order_items, messaging.outbox, projection.checkpoints',
    );
  });

  after(() => database.stop());

  const stockOf = async (id: string) => (await findStocks(database, [id]))[0] ?? null;

  const total = async (filter: { search?: string; category?: string }): Promise<number> =>
    (await findProductPage(database, { page: 1, limit: 1, ...filter })).total;

  const project = async (events: readonly StoredEvent[]): Promise<void> => {
    await database.query('UPDATE projection.checkpoints SET position = NULL');
    const term = await beginTerm(database, { name: 'main', storeId, head: 1_000_000n });
    const metrics = createProjectorMetrics(createMetrics({ service: 'test' }));
    const projectEvents = createProjectEvents({ database, logger, metrics });
    await projectEvents(term, events, events.at(-1)?.position ?? 0n);
  };
});

const storeId = '99999999-9999-4999-8999-999999999999';
