import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { type Order, orderDecider, orderStream } from '../../../domain/order/index.js';
import { findOrder, findOrderPage, findOrders } from '../../../projections/orders/queries.js';
import { stored } from '../../support/builders/storedEvents.js';
import {
  cancelledOrder,
  lifeOfOrder,
  orderId,
  orderPlaced,
  userId,
} from '../../support/builders/storyEvents.js';
import { useProjection } from '../projectionFixture.js';

describe('Queries of orders', () => {
  it('give the order exactly as its stream folds', async () => {
    for (let length = 1; length <= lifeOfOrder.length; length += 1) {
      const events = stored(orderStream(orderId), lifeOfOrder.slice(0, length));
      await projection.project(events);

      const folded = lifeOfOrder
        .slice(0, length)
        .reduce<Order>(orderDecider.evolve, orderDecider.initialState());
      const order = await findOrder(projection.database(), orderId);
      expect(order).to.deep.equal(folded);
    }
  });

  it('keep the reason of a cancellation', async () => {
    await projection.project(stored(orderStream(orderId), cancelledOrder));

    expect(await findOrder(projection.database(), orderId)).to.include({
      status: 'CANCELLED',
      reason: 'CANCELLED_BY_CUSTOMER',
    });
  });

  it('list by user and status, and find many at once', async () => {
    const ids = [randomUUID(), randomUUID()];
    for (const id of ids) await projection.project(stored(orderStream(id), [orderPlaced(id)]));
    await projection.project(stored(orderStream(orderId), lifeOfOrder));

    const filter = { page: 1, limit: 10 };
    const mine = await findOrderPage(projection.database(), { ...filter, userId });
    const pending = await findOrderPage(projection.database(), {
      ...filter,
      userId,
      status: 'PENDING',
    });
    const nobodys = await findOrderPage(projection.database(), { ...filter, userId: randomUUID() });

    expect([mine.total, pending.total, nobodys.total]).to.deep.equal([3, 2, 0]);
    expect(pending.orders.map((order) => order.orderId)).to.have.members(ids);
    expect(
      await findOrderPage(projection.database(), { page: 2, limit: 2 }),
    ).to.have.nested.property('orders.length', 1);
    const idempotencyKey = mine.orders[0]?.idempotencyKey ?? '';
    const byKey = { ...filter, userId, idempotencyKey };
    expect((await findOrderPage(projection.database(), byKey)).total).to.be.greaterThan(0);
    const unknown = { ...filter, idempotencyKey: randomUUID() };
    expect((await findOrderPage(projection.database(), unknown)).total).to.equal(0);
    expect(await findOrders(projection.database(), [...ids, randomUUID()])).to.have.length(2);
  });

  const projection = useProjection();
});
