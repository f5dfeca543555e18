import { expect } from 'chai';
import { type OrderEvent, orderStream, toSnapshot, toView } from '../../../domain/order/index.js';
import {
  bothConfirmed,
  cancelled,
  delivered,
  itemAdded,
  itemRemoved,
  lace,
  now,
  orderId,
  placed,
  placedAfter,
  refused,
  reserved,
  shipped,
  shoe,
  shown,
  snapshot,
  sock,
  userId,
} from './orderFixture.js';

describe('Order: what is shown of it', () => {
  it('lives in a stream of its own', () => {
    expect(orderStream(orderId)).to.equal(`order-${orderId}`);
  });

  it('has everything that its owner sees', () => {
    expect(toView(placedAfter(placed(shoe, sock)))).to.eql({
      orderId,
      userId,
      items: [
        { ...shoe, lineTotal: 2000, inventoryStatus: 'PENDING' },
        { ...sock, lineTotal: 300, inventoryStatus: 'PENDING' },
      ],
      totalAmount: 2300,
      currency: 'USD',
      status: 'PENDING',
      inventoryStatus: 'PENDING',
      reason: null,
      payment: { status: 'NONE' },
      idempotencyKey: 'key-00000001',
      version: 1,
      createdAt: now,
      updatedAt: now,
    });
  });

  it('counts a version and keeps the time of every event', () => {
    const at = (n: number): string => `2026-11-27T12:00:0${n}.000Z`;
    const stamped: OrderEvent[] = [
      placed(shoe, sock),
      reserved(shoe, { reservedAt: at(1) }),
      refused(lace, { refusedAt: at(2) }),
      { ...bothConfirmed[3], data: { ...bothConfirmed[3].data, confirmedAt: at(3) } },
      { type: 'OrderItemAdded', data: { ...itemAdded(lace, 2450).data, changedAt: at(4) } },
      { type: 'OrderShipped', data: { ...shipped(2450).data, shippedAt: at(5) } },
      { type: 'OrderDelivered', data: { ...delivered(2450).data, deliveredAt: at(6) } },
      {
        ...cancelled('SALE_ENDED', 'REJECTED', 0),
        data: { ...cancelled('SALE_ENDED', 'REJECTED', 0).data, cancelledAt: at(7) },
      },
    ];

    stamped.forEach((_, i) => {
      const view = toView(placedAfter(...stamped.slice(0, i + 1)));
      expect(view).to.include({ version: i + 1, createdAt: now, updatedAt: i === 0 ? now : at(i) });
    });
  });

  it('is pending for the inventory while any line waits', () => {
    expect(toSnapshot(placedAfter(placed(shoe, sock), reserved(shoe)))).to.eql(
      snapshot(['PENDING', 'PENDING', 2300, shown(shoe, 'RESERVED'), shown(sock, 'PENDING')]),
    );
    expect(toSnapshot(placedAfter(...bothConfirmed, itemAdded(lace, 2450)))).to.eql(
      snapshot([
        'CONFIRMED',
        'PENDING',
        2450,
        shown(shoe, 'RESERVED'),
        shown(sock, 'RESERVED'),
        shown(lace, 'PENDING'),
      ]),
    );
  });

  it('hides a line whose removal waits, and still waits for it', () => {
    const removing = placedAfter(...bothConfirmed, itemRemoved(sock, 2000));

    expect(toSnapshot(removing)).to.eql(
      snapshot(['CONFIRMED', 'PENDING', 2000, shown(shoe, 'RESERVED')]),
    );
    expect(toView(removing).items.map(({ itemId }) => itemId)).to.eql([shoe.itemId]);
  });

  it('is reserved when all lines are', () => {
    expect(toSnapshot(placedAfter(placed(shoe), reserved(shoe))).inventoryStatus).to.equal(
      'RESERVED',
    );
    expect(toView(placedAfter(...bothConfirmed))).to.include({
      status: 'CONFIRMED',
      inventoryStatus: 'RESERVED',
      version: 4,
    });
  });

  it('says why it was cancelled', () => {
    const released = [shown(shoe, 'RELEASED'), shown(sock, 'RELEASED')] as const;
    const byAdmin = cancelled('CANCELLED_BY_ADMIN', 'RELEASED', 2300, ...released);

    expect(toView(placedAfter(...bothConfirmed, byAdmin))).to.include({
      status: 'CANCELLED',
      inventoryStatus: 'RELEASED',
      reason: 'CANCELLED_BY_ADMIN',
    });
    expect(
      toView(
        placedAfter(placed(shoe, sock), refused(sock), cancelled('OUT_OF_STOCK', 'REJECTED', 2300)),
      ),
    ).to.include({ inventoryStatus: 'REJECTED', reason: 'OUT_OF_STOCK' });
  });

  it('is committed when it has left', () => {
    const left = [...bothConfirmed, shipped(2300, shoe, sock)] as const;

    expect(toView(placedAfter(...left))).to.include({
      status: 'SHIPPED',
      inventoryStatus: 'COMMITTED',
    });
    expect(toSnapshot(placedAfter(...left, delivered(2300, shoe, sock)))).to.eql(
      snapshot([
        'DELIVERED',
        'COMMITTED',
        2300,
        shown(shoe, 'COMMITTED'),
        shown(sock, 'COMMITTED'),
      ]),
    );
  });
});
