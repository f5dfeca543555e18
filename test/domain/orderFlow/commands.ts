import fc from 'fast-check';
import type { InventoryCommand } from '../../../domain/inventory/index.js';
import type { OrderCommand, OrderLine, PlaceOrder } from '../../../domain/order/index.js';
import { now } from './world.js';

const ids = (kind: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${kind}0000000-0000-4000-8000-00000000000${i}`);

export const products = ids('a', 3);
export const orders = ids('b', 4);
const users = ids('c', 2);
const manual = ids('d', 2);

export const lineOf = (productId: string, quantity: number, itemId: string): OrderLine => ({
  itemId,
  productId,
  name: productId,
  quantity,
  unitPrice: 10,
});

export const itemIdOf = (orderId: string, productId: string): string =>
  orderId.slice(0, -2) + productId.slice(-1) + orderId.slice(-1);

/** A command, and how many messages are delivered after it. */
export type Step = Readonly<{
  command: InventoryCommand | OrderCommand | null;
  delivered: number;
  /** Whether they are delivered another time later. */
  again: boolean;
}>;

export const add = (productId: string, stock: number): InventoryCommand => ({
  type: 'AddProduct',
  data: {
    productId,
    sku: productId,
    name: productId,
    description: null,
    category: 'c',
    price: 10,
    originalPrice: null,
    currency: 'USD',
    maxPerCustomer: null,
    saleStartsAt: null,
    saleEndsAt: null,
    paymentWindowSeconds: null,
    stock,
    expectedVersion: 0,
    now,
  },
});

const units = fc.integer({ min: 1, max: 4 });

export const place = (
  orderId: string,
  wanted: readonly string[],
  quantity: number,
): PlaceOrder => ({
  type: 'PlaceOrder',
  data: {
    orderId,
    userId: users[orders.indexOf(orderId) % users.length] ?? '',
    idempotencyKey: orderId,
    requestFingerprint: '',
    items: wanted.map((id) => lineOf(id, quantity, itemIdOf(orderId, id))),
    currency: 'USD',
    // every second order is to be paid
    paymentWindowSeconds: orders.indexOf(orderId) % 2 === 0 ? 60 : null,
    now,
  },
});

const placing = (order: fc.Arbitrary<string>, product: fc.Arbitrary<string>) =>
  fc
    .tuple(order, fc.uniqueArray(product, { minLength: 1 }), units)
    .map(([orderId, wanted, quantity]) => place(orderId, wanted, quantity));

const waiting = (order: fc.Arbitrary<string>, product: fc.Arbitrary<string>) =>
  fc.tuple(order, product, units).map(([orderId, wanted, quantity]): OrderCommand => {
    const { data } = place(orderId, [wanted], quantity);

    return { type: 'PlaceOrder', data: { ...data, ifSoldOut: 'WAIT' } };
  });

const amending = (order: fc.Arbitrary<string>, product: fc.Arbitrary<string>) =>
  fc
    .record({ orderId: order, productId: product, quantity: units, kind: fc.nat(2), id: fc.uuid() })
    .map(({ orderId, productId, quantity, kind, id }): OrderCommand => {
      const itemId = itemIdOf(orderId, productId);
      if (kind === 0)
        return {
          type: 'AddItem',
          data: { orderId, item: lineOf(productId, quantity, id), paymentWindowSeconds: null, now },
        };
      if (kind === 1)
        return { type: 'ChangeItemQuantity', data: { orderId, itemId, quantity, now } };

      return { type: 'RemoveItem', data: { orderId, itemId, now } };
    });

const ending = (order: fc.Arbitrary<string>) =>
  fc.record({ orderId: order, kind: fc.nat(3) }).map(({ orderId, kind }): OrderCommand => {
    if (kind < 2) return { type: 'CancelOrder', data: { orderId, by: 'CUSTOMER', now } };

    return {
      type: kind === 2 ? 'ShipOrder' : 'DeliverOrder',
      data: { orderId, expectedVersion: null, now },
    };
  });

/** When all windows are over. */
const later = '2026-11-27T13:00:00.000Z';

export const expiry = (orderId: string): OrderCommand => ({
  type: 'ExpirePayment',
  data: { orderId, now: later },
});

/** Of the total, or of another amount; in time, or not. */
const paying = (order: fc.Arbitrary<string>) =>
  fc
    .record({ orderId: order, kind: fc.nat(4), lines: units })
    .map(({ orderId, kind, lines }): OrderCommand => {
      if (kind === 0) return expiry(orderId);

      return {
        type: 'RecordPayment',
        data: { orderId, reference: orderId, amount: 10 * lines, now: kind === 1 ? later : now },
      };
    });

const managing = (product: fc.Arbitrary<string>) =>
  fc
    .record({
      productId: product,
      kind: fc.nat(5),
      quantity: units,
      reservationId: fc.constantFrom(...manual),
    })
    .map(({ productId, kind, quantity, reservationId }): InventoryCommand => {
      const of = { productId, now };
      const commands: InventoryCommand[] = [
        { type: 'AdjustStock', data: { ...of, adjustment: 2 * quantity - 5 } },
        { type: 'SetStock', data: { ...of, stock: quantity } },
        { type: 'ReserveManually', data: { ...of, reservationId, quantity } },
        { type: 'ReleaseManually', data: { ...of, reservationId } },
        {
          type: 'ChangeProduct',
          data: { ...of, expectedVersion: 1, maxPerCustomer: quantity + 1 },
        },
        { type: 'WithdrawProduct', data: of },
      ];

      return commands[kind] ?? add(productId, quantity);
    });

export const stepOf = (someOrders: readonly string[], someProducts: readonly string[]) => {
  const order = fc.constantFrom(...someOrders);
  const product = fc.constantFrom(...someProducts);

  return fc.record<Step>({
    command: fc.oneof(
      { weight: 3, arbitrary: placing(order, product) },
      { weight: 3, arbitrary: waiting(order, product) },
      { weight: 6, arbitrary: amending(order, product) },
      { weight: 2, arbitrary: ending(order) },
      { weight: 2, arbitrary: paying(order) },
      { weight: 1, arbitrary: managing(product) },
      { weight: 3, arbitrary: fc.constant(null) },
    ),
    delivered: fc.nat(5),
    again: fc.boolean(),
  });
};

export const luck = fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 });
