import { expect } from 'chai';
import type { OrderStatusChanged } from '../../../contracts/messages/index.js';
import {
  availableOf,
  type Inventory,
  inventoryDecider,
  type InventoryEvent,
} from '../../../domain/inventory/index.js';
import { isWaiting, type Line, toView } from '../../../domain/order/index.js';
import { entriesOf } from '../../../domain/persistentMap.js';
import { now, type World } from './world.js';

/** Counts units from the events alone, and compares with what the events say. */
export const expectNothingOversold = ({ inventories }: World): void => {
  for (const { events, state } of inventories.values()) {
    let onHand = 0;
    const held = new Map<string, number>();

    for (const event of events) {
      onHand += movedOnHand(event);
      if ('orderId' in event.data)
        held.set(event.data.orderId, heldAfter(event, held.get(event.data.orderId) ?? 0));
      const reserved = sum(held.values());
      const available = onHand - reserved;
      const says = 'available' in event.data ? event.data : { onHand, available };
      const isSound = reserved >= 0 && available >= 0;
      if (!isSound || says.onHand !== onHand || says.available !== available)
        expect.fail(`${reserved} of ${onHand} are held after ${JSON.stringify(event)}`);
    }
    expect(state).to.include({ onHand, reserved: sum(held.values()) });
  }
};

const movedOnHand = ({ type, data }: InventoryEvent): number => {
  if (type === 'StockReceived') return data.quantity;
  if (type === 'StockAdjusted') return data.change;

  return type === 'ReservationCommitted' ? -data.quantity : 0;
};

const heldAfter = ({ type, data }: InventoryEvent, before: number): number => {
  if (type === 'StockReserved') return before + data.change;
  if (type === 'ReservationReleased' || type === 'ReservationCommitted')
    return before - data.quantity;
  if (type === 'ReservationRefused' && data.held !== before) expect.fail('more was held');

  return before;
};

const sum = (numbers: Iterable<number>): number => [...numbers].reduce((a, b) => a + b, 0);

/** Nobody waits for an answer, but in line for units. */
export const expectDecided = ({ orders: placed }: World): void => {
  for (const { state } of placed.values()) {
    if (!isWaiting(state)) expect(state.status).not.to.equal('PENDING');
    if ('lines' in state)
      for (const line of state.lines) expect(line.inventoryStatus).not.to.equal('PENDING');
  }
};

/** Whoever has something to pay for has paid; an order is paid or expires, never both. */
export const expectPaidOrOver = ({ orders: placed }: World): void => {
  for (const { events, state } of placed.values()) {
    const paid = events.filter(({ type }) => type === 'OrderPaid').length;
    const expired = events.filter(
      ({ type, data }) => type === 'OrderCancelled' && data.reason === 'PAYMENT_EXPIRED',
    ).length;
    expect(paid + expired).to.be.at.most(1);
    if (state.status === 'CONFIRMED' && state.payment.status !== 'NONE')
      expect(state.payment.status).to.equal('PAID');
  }
};

/** Whoever waits has a place in the inventory, and wants more than is left. */
export const expectPlacesToBeKept = ({ orders: placed, inventories }: World): void => {
  const waiting = [...placed.values()].flatMap(({ state }) => (isWaiting(state) ? [state] : []));
  const places = waiting.flatMap((order) => {
    const { productId, place } = toView(order).waitlist ?? {};

    return [`${String(productId)} ${String(place)}`];
  });

  expect(places).to.have.members([...inventories].flatMap(placesOf));
  for (const { lines } of waiting)
    for (const { productId, quantity } of lines) {
      const product = inventories.get(productId)?.state;
      if (product?.status === 'LISTED') expect(quantity).to.be.greaterThan(availableOf(product));
    }
};

const placesOf = ([productId, { state }]: [string, { state: Inventory }]): string[] =>
  state.status === 'NOT_ADDED'
    ? []
    : entriesOf(state.reservations).values.flatMap((reservation) =>
        reservation.status === 'WAITING' ? [`${productId} ${reservation.place}`] : [],
      );

/** Whoever waits holds nothing. */
const heldIn = (line: Line | undefined): number =>
  line === undefined || line.inventoryStatus === 'WAITLISTED' ? 0 : line.quantity;

/**
 * Of every product an order holds, or took, exactly what its lines say; nothing when it was
 * cancelled.
 */
export const expectHeldByOrders = ({ orders: placed, inventories }: World): void => {
  for (const [orderId, { state }] of placed)
    for (const [productId, { events }] of inventories) {
      const line =
        'lines' in state && state.status !== 'CANCELLED'
          ? state.lines.find((candidate) => candidate.productId === productId)
          : undefined;
      const taken = state.status === 'SHIPPED' || state.status === 'DELIVERED';
      const quantity = heldIn(line);
      const ofOrder = events.filter(({ data }) => 'orderId' in data && data.orderId === orderId);

      const units = {
        held: ofOrder.reduce((held, event) => heldAfter(event, held), 0),
        taken: -sum(ofOrder.map(movedOnHand)),
      };
      if (units.held !== (taken ? 0 : quantity) || units.taken !== (taken ? quantity : 0))
        expect.fail(`${orderId} has ${JSON.stringify(units)} of ${productId}`);
    }
};

/**
 * A line that was refused is left out of what a cancelled order releases: there is nothing to
 * release.
 */
export const expectRefusedLinesToNeedNothing = ({ sent, inventories }: World): void => {
  for (const { orderId, orderRevision, items } of cancellations(sent))
    for (const { productId, itemId, inventoryStatus } of items)
      if (inventoryStatus === 'REJECTED') {
        const state = inventories.get(productId)?.state ?? inventoryDecider.initialState();
        const data = { productId, orderId, itemId, orderRevision, now };
        expect(inventoryDecider.decide({ type: 'ReleaseReservation', data }, state)).to.eql([]);
      }
};

const cancellations = (sent: World['sent']): OrderStatusChanged[] =>
  sent
    .filter(({ topic }) => topic === 'order.status')
    .map(({ payload }) => payload as OrderStatusChanged)
    .filter(({ status }) => status === 'CANCELLED');

export const expectRepeatsToChangeNothing = (world: World): void => {
  const counted = () =>
    [...world.orders.values(), ...world.inventories.values()].map(({ events }) => events.length);
  const before = counted();
  for (const message of world.sent.toReversed()) world.deliver(message);
  for (const message of [...world.sent]) world.deliver(message);

  expect(counted()).to.deep.equal(before);
};
