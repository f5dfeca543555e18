import type { InventoryEvent } from '../../../domain/inventory/index.js';
import type { OrderEvent } from '../../../domain/order/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';

/** Facts that were projected. */
export type Decisions = Readonly<{
  orders: readonly OrderEvent[];
  products: readonly InventoryEvent[];
}>;

/** Counts what became of orders and of units, by the events that say so. */
export const countDecisions = (metrics: Metrics): ((facts: Decisions) => void) => {
  const orders = metrics.counter({
    name: 'quicksale_orders_total',
    help: 'Orders by what became of them',
    labels: ['outcome', 'reason'],
  });
  const payments = metrics.counter({
    name: 'quicksale_payments_total',
    help: 'Payments of orders by what became of them',
    labels: ['outcome'],
  });
  const reservations = metrics.counter({
    name: 'quicksale_reservations_total',
    help: 'What the inventory decided about units',
    labels: ['result', 'reason'],
  });

  return (facts) => {
    for (const event of facts.orders) {
      const outcome = orderOutcomes[event.type];
      if (outcome !== undefined) orders.inc({ outcome, reason: reasonOf(event.data) });
      const payment = paymentOutcomeOf(event);
      if (payment !== null) payments.inc({ outcome: payment });
    }
    for (const event of facts.products) {
      const result = reservationResults[event.type];
      if (result !== undefined) reservations.inc({ result, reason: reasonOf(event.data) });
    }
  };
};

const orderOutcomes: Readonly<Partial<Record<OrderEvent['type'], string>>> = {
  OrderPlaced: 'placed',
  OrderItemWaitlisted: 'waitlisted',
  OrderConfirmed: 'confirmed',
  OrderCancelled: 'cancelled',
  OrderShipped: 'shipped',
  OrderDelivered: 'delivered',
};

const paymentOutcomeOf = (event: OrderEvent): string | null => {
  if (event.type === 'OrderPaid') return 'paid';
  if (event.type === 'OrderPaymentReminded') return 'reminded';
  if (event.type === 'OrderConfirmed') return event.data.payBy === undefined ? null : 'due';
  if (event.type !== 'OrderCancelled') return null;
  if (event.data.snapshot.payment?.status === 'PAID') return 'refund_due';

  return event.data.reason === 'PAYMENT_EXPIRED' ? 'expired' : null;
};

const reservationResults: Readonly<Partial<Record<InventoryEvent['type'], string>>> = {
  StockReserved: 'reserved',
  ReservationWaitlisted: 'waitlisted',
  ReservationRefused: 'refused',
  ReservationReleased: 'released',
  ReservationCommitted: 'committed',
};

/** Units that went to somebody who waited have a reason of their own. */
const reasonOf = (data: object): string => {
  if ('reason' in data) return String(data.reason);

  return 'place' in data ? 'WAITLIST' : '';
};
