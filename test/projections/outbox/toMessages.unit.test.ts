import { expect } from 'chai';
import { topics } from '../../../contracts/messages/index.js';
import type { Event } from '../../../domain/decider.js';
import type { InventoryEvent } from '../../../domain/inventory/index.js';
import type { OrderEvent } from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { toMessages } from '../../../projections/outbox/toMessages.js';
import * as inventory from '../../domain/inventory/inventoryFixture.js';
import * as order from '../../domain/order/orderFixture.js';

const { shoe, sock, lace, orderId, userId } = order;

describe('toMessages', () => {
  it('tells where a message comes from, as CloudEvents do', () => {
    expect(only(order.placed(shoe))).to.deep.include({
      topic: 'order.created',
      key: orderId,
      eventId,
      headers: {
        ce_id: eventId,
        ce_type: 'order.created',
        ce_source: 'urn:quicksale:orders',
        ce_time: '2026-11-27T12:00:01.000Z',
        ce_specversion: '1.0',
        ce_subject: orderId,
        stream: 'some-stream',
        revision: '7',
        traceparent,
        ce_partitionkey: shoe.productId,
      },
    });
  });

  it('chooses the partition of all that the inventory decides by the product', () => {
    const [, shipped] = toMessages(stored(order.shipped(2000, sock, shoe)));

    expect(only(order.placed(sock, shoe)).headers.ce_partitionkey).to.equal(sock.productId);
    expect(only(order.itemAdded(lace, 2450)).headers.ce_partitionkey).to.equal(lace.productId);
    expect(shipped?.headers.ce_partitionkey).to.equal(sock.productId);
    expect(only(order.confirmed(2000, shoe)).headers).not.to.have.property('ce_partitionkey');
  });

  it('leaves the traceparent out when there is none', () => {
    const event = stored(order.placed(shoe));
    const [message] = toMessages({ ...event, metadata: { ...event.metadata, traceparent: null } });

    expect(message?.headers).to.not.have.property('traceparent');
  });

  describe('to the inventory', () => {
    it('an order', () => {
      expect(only(order.placed(shoe, sock)).payload).to.eql({
        orderId,
        userId,
        orderRevision: 7,
        placedAt: order.now,
        items: [ordered(shoe, 2), ordered(sock, 1)],
        totalAmount: 2300,
        currency: 'USD',
      });
    });

    it('the line that changes, with its target', () => {
      const changes = [
        [order.itemAdded(lace, 2450), ordered(lace, 3), 2450],
        [order.quantityChanged({ ...shoe, quantity: 5 }, 5300), ordered(shoe, 5), 5300],
        [order.itemRemoved(sock, 2000), ordered(sock, 0), 2000],
      ] as const;

      for (const [event, line, totalAmount] of changes) {
        const { topic, key, headers, payload } = only(event);
        expect({ topic, key, type: headers.ce_type }).to.eql({
          topic: 'order.created',
          key: orderId,
          type: 'order.amended',
        });
        expect(payload).to.eql({
          orderId,
          userId,
          orderRevision: 7,
          placedAt: order.now,
          items: [line],
          totalAmount,
          currency: 'USD',
        });
      }
    });
  });

  describe('to the inventory, of an order that is over', () => {
    const endings = [
      [order.shipped(2000, shoe), 'order.shipped', 'COMMITTED'],
      [
        order.cancelled('CANCELLED_BY_CUSTOMER', 'RELEASED', 2000, order.shown(shoe, 'RELEASED')),
        'order.cancelled',
        'RELEASED',
      ],
    ] as const;

    for (const [event, type, inventoryStatus] of endings)
      it(`${type}, on its topic, and that it is told there`, () => {
        const [toBuyer, toInventory, ...more] = toMessages(stored(event));

        expect(more).to.deep.equal([]);
        expect(toBuyer).to.include({ topic: 'order.status', key: orderId });
        expect(toBuyer?.headers.inventory_topic).to.equal('order.created');
        expect(toInventory).to.deep.include({ topic: 'order.created', key: orderId });
        expect(toInventory?.headers.ce_type).to.equal(type);
        expect(toInventory?.payload).to.deep.equal(toBuyer?.payload);
        expect(toInventory?.payload).to.deep.include({
          orderId,
          orderRevision: 7,
          items: [order.shown(shoe, inventoryStatus)],
        });
      });

    it('nothing of lines that were all refused', () => {
      const lines = [order.shown(shoe, 'REJECTED'), order.shown(sock, 'REJECTED')] as const;
      const message = only(order.cancelled('OUT_OF_STOCK', 'REJECTED', 2000, ...lines));

      expect(message).to.include({ topic: 'order.status' });
      expect(message.headers.inventory_topic).to.equal('order.created');
    });
  });

  describe('to the order', () => {
    const decision = { productId: inventory.productId, inventoryRevision: 7, available: 2 };
    const level = { onHand: 5, available: 2 };

    it('that a line is reserved', () => {
      const message = only(inventory.reserved(3, level, { change: 1, orderRevision: 4 }));
      expect(message).to.include({ topic: 'inventory.result', key: inventory.orderA });
      expect(message.headers).to.include({
        ce_type: 'inventory.result',
        ce_source: 'urn:quicksale:inventory',
      });
      expect(message.payload).to.eql({
        orderId: inventory.orderA,
        orderRevision: 4,
        lines: [{ itemId: inventory.itemA, ...decision, quantity: 3, result: 'RESERVED', held: 3 }],
      });
    });

    it('that a line is refused', () => {
      const refusal = { requested: 9, held: 3, orderRevision: 4, ...level };
      expect(only(inventory.refused('SALE_ENDED', refusal)).payload).to.eql({
        orderId: inventory.orderA,
        orderRevision: 4,
        lines: [
          {
            itemId: inventory.itemA,
            ...decision,
            quantity: 9,
            result: 'REJECTED',
            reason: 'SALE_ENDED',
            held: 3,
          },
        ],
      });
    });

    it('that a line is removed', () => {
      const removal = { cause: 'LINE_REMOVED', orderRevision: 4 } as const;
      expect(only(inventory.released(3, level, removal)).payload).to.eql({
        orderId: inventory.orderA,
        orderRevision: 4,
        lines: [{ itemId: inventory.itemA, ...decision, quantity: 0, result: 'RELEASED', held: 0 }],
      });
    });

    it('nothing that it knows: what it cancelled or shipped', () => {
      none(inventory.released(3, level));
      none(inventory.committed(3, level));
    });

    it('of manual reservations too, by their own name', () => {
      const manual = { orderId: `manual:${reservationId}`, itemId: null, userId: null };
      const reserved = only(inventory.reserved(3, level, manual));
      expect(reserved.key).to.equal(`manual:${reservationId}`);
      expect(reserved.payload).to.eql({
        reservationId,
        lines: [{ ...decision, quantity: 3, result: 'RESERVED', held: 3 }],
      });
      expect(only(inventory.released(3, level, { ...manual, cause: 'MANUAL' })).payload).to.eql({
        reservationId,
        lines: [{ ...decision, quantity: 0, result: 'RELEASED', held: 0 }],
      });
    });
  });

  describe('to the buyer', () => {
    it('every step of the order', () => {
      const steps = [
        [order.confirmed(2000, shoe), 'CONFIRMED', 'RESERVED', 'confirmed'],
        [order.shipped(2000, shoe), 'SHIPPED', 'COMMITTED', 'on its way'],
        [order.delivered(2000, shoe), 'DELIVERED', 'COMMITTED', 'delivered'],
      ] as const;

      for (const [event, status, inventoryStatus, text] of steps) {
        const { payload, topic, headers } = first(event);
        expect([topic, headers.ce_type]).to.eql(['order.status', 'order.status']);
        expect(payload).to.deep.include({
          orderId,
          userId,
          status,
          inventoryStatus,
          items: [order.shown(shoe, inventoryStatus)],
          orderRevision: 7,
        });
        expect(payload).not.to.have.property('reason');
        expect(payload).to.have.property('message').that.contains(text);
      }
    });

    it('why it was cancelled', () => {
      const lines = [order.shown(shoe, 'REJECTED')] as const;
      const { payload } = only(order.cancelled('OUT_OF_STOCK', 'REJECTED', 2000, ...lines));

      expect(payload).to.deep.include({
        status: 'CANCELLED',
        inventoryStatus: 'REJECTED',
        reason: 'OUT_OF_STOCK',
        items: lines,
        message: 'Your order was cancelled: there are not enough units left.',
      });
    });

    it('what became of a change, and nothing before the confirmation', () => {
      const outcome = order.snapshot([
        'CONFIRMED',
        'RESERVED',
        2000,
        order.shown(shoe, 'RESERVED'),
      ]);
      const kept = { status: 'CONFIRMED', inventoryStatus: 'RESERVED', items: outcome.items };

      expect(only(order.reserved(lace, { outcome })).payload).to.deep.include({
        ...kept,
        message: 'Your order was changed as you asked.',
      });
      expect(only(order.refused(lace, { outcome, reason: 'LIMIT_PER_CUSTOMER' })).payload)
        .to.deep.include({ ...kept, reason: 'LIMIT_PER_CUSTOMER' })
        .and.have.property('message')
        .that.contains('stays as it was');
      none(order.reserved(lace));
      none(order.refused(lace));
    });
  });

  it('says nothing of products and stock', () => {
    none(inventory.added());
    none(inventory.withdrawn);
    none(inventory.received(5, { onHand: 5, available: 5 }));
    none(inventory.adjusted(-1, { onHand: 4, available: 4 }));
    none({ type: 'StoreCreated', data: { storeId: '1' } });
  });
});

const eventId = 'e0000000-0000-4000-8000-000000000001';
const reservationId = 'd0000000-0000-4000-8000-000000000001';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

const stored = ({ type, data }: Event) =>
  ({
    id: eventId,
    stream: 'some-stream',
    type,
    data,
    revision: 7,
    position: 99n,
    recordedAt: '2026-11-27T12:00:01.000Z',
    metadata: {
      $correlationId: 'c',
      $causationId: 'c',
      commandId: 'c',
      userId,
      requestId: null,
      traceparent,
      schemaVersion: 1,
    },
  }) as StoredEvent<OrderEvent | InventoryEvent>;

/**
 * The event's only message; its value fits the published schema of its type, without anything
 * besides.
 */
const only = (event: Event) => {
  expect(toMessages(stored(event))).to.have.length(1);

  return first(event);
};

/** The same for the first of several. */
const first = (event: Event) => {
  const [message] = toMessages(stored(event));
  if (message === undefined) throw new Error(`${event.type} has no message`);
  const schemas: Readonly<Record<string, { parse: (value: unknown) => unknown }>> =
    topics[message.topic];
  expect(schemas[message.headers.ce_type]?.parse(message.payload)).to.eql(message.payload);

  return message;
};

const none = (event: Event): void => {
  expect(toMessages(stored(event))).to.eql([]);
};

const ordered = ({ itemId, productId, unitPrice }: typeof shoe, quantity: number) => ({
  itemId,
  productId,
  quantity,
  unitPrice,
});
