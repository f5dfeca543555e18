import { expect } from 'chai';
import type { OrderCreated, OrderStatusChanged } from '../../../contracts/messages/index.js';
import { followOldStatus, followOrder } from '../../../services/inventory/consumers/followOrder.js';
import { followOrderStatus } from '../../../services/inventory/policies/followOrderStatus.js';
import { reserveLines } from '../../../services/inventory/policies/reserveLines.js';

describe('What the inventory makes of an order that was placed or amended', () => {
  it('sets a reservation for every line, at the time of the order', () => {
    expect(reserveLines(created, now)).to.deep.equal([
      {
        type: 'SetReservation',
        data: { ...shoe, orderId, orderRevision: 4, userId, quantity: 2, placedAt, now },
      },
      {
        type: 'SetReservation',
        data: { ...sock, orderId, orderRevision: 4, userId, quantity: 0, placedAt, now },
      },
    ]);
  });
});

describe('What the inventory makes of the status of an order', () => {
  it('releases what a cancelled order holds, and what was not seen yet', () => {
    const message = statusChanged('CANCELLED', 'RELEASED', 'RELEASED');

    expect(followOrderStatus(message, now)).to.deep.equal([
      { type: 'ReleaseReservation', data: { ...shoe, orderId, orderRevision: 4, now } },
      { type: 'ReleaseReservation', data: { ...sock, orderId, orderRevision: 4, now } },
    ]);
  });

  it('leaves a line alone that was refused', () => {
    const message = statusChanged('CANCELLED', 'REJECTED', 'RELEASED');

    expect(followOrderStatus(message, now)).to.deep.equal([
      { type: 'ReleaseReservation', data: { ...sock, orderId, orderRevision: 4, now } },
    ]);
  });

  it('commits the lines of an order that was shipped', () => {
    const message = statusChanged('SHIPPED', 'COMMITTED', 'COMMITTED');

    expect(followOrderStatus(message, now)).to.deep.equal([
      { type: 'CommitReservation', data: { ...shoe, orderId, orderRevision: 4, now } },
      { type: 'CommitReservation', data: { ...sock, orderId, orderRevision: 4, now } },
    ]);
  });

  for (const status of ['PENDING', 'CONFIRMED', 'DELIVERED'] as const)
    it(`does nothing for ${status}`, () => {
      const message = statusChanged(status, 'RESERVED', 'RESERVED');

      expect(followOrderStatus(message, now)).to.deep.equal([]);
    });
});

describe('What the inventory makes of the topics about orders', () => {
  const cancelled = () => statusChanged('CANCELLED', 'RELEASED', 'RELEASED');
  const message = (type: string, value: object, headers: object = {}) =>
    ({ type, value, headers }) as never;

  it('reserves, releases and commits by the topic of orders', () => {
    const shipped = statusChanged('SHIPPED', 'COMMITTED', 'COMMITTED');
    const expected = reserveLines(created, now);

    expect(followOrder(message('order.created', created), now)).to.deep.equal(expected);
    expect(followOrder(message('order.amended', created), now)).to.deep.equal(expected);
    for (const [type, value] of [
      ['order.cancelled', cancelled()],
      ['order.shipped', shipped],
    ] as const)
      expect(followOrder(message(type, value), now)).to.deep.equal(followOrderStatus(value, now));
  });

  it('follows the status only where an older release has told nothing else', () => {
    const changed = cancelled();
    const told = { inventory_topic: 'order.created' };

    expect(followOldStatus(message('order.status', changed, told), now)).to.deep.equal([]);
    expect(followOldStatus(message('order.status', changed), now)).to.deep.equal(
      followOrderStatus(changed, now),
    );
  });
});

const now = '2026-11-27T12:00:00.000Z';
const placedAt = '2026-11-27T11:59:00.000Z';
const orderId = '0d000000-0000-4000-8000-000000000001';
const userId = 'a2000000-0000-4000-8000-000000000001';
const shoe = {
  itemId: 'a1000000-0000-4000-8000-000000000001',
  productId: 'a3000000-0000-4000-8000-000000000001',
};
const sock = {
  itemId: 'b1000000-0000-4000-8000-000000000002',
  productId: 'b3000000-0000-4000-8000-000000000002',
};

const created: OrderCreated = {
  orderId,
  userId,
  orderRevision: 4,
  placedAt,
  items: [
    { ...shoe, quantity: 2, unitPrice: 1000 },
    { ...sock, quantity: 0, unitPrice: 300 },
  ],
  totalAmount: 2000,
};

type LineStatus = OrderStatusChanged['items'][number]['inventoryStatus'];

const statusChanged = (
  status: OrderStatusChanged['status'],
  ofShoe: LineStatus,
  ofSock: LineStatus,
): OrderStatusChanged => ({
  orderId,
  userId,
  status,
  inventoryStatus: ofSock,
  items: [
    { ...shoe, quantity: 2, inventoryStatus: ofShoe },
    { ...sock, quantity: 1, inventoryStatus: ofSock },
  ],
  orderRevision: 4,
  message: 'Your order has changed',
});
