import type {
  CancellationReason,
  InventoryStatus,
  OrderLine,
  OrderStatus,
  PaymentStatus,
  StatusSnapshot,
} from './events.js';
import { isPending, isVisible, isWaitlisted, type Line, totalOf } from './lines.js';
import { type Payment, snapshotOfPayment } from './payment.js';
import type { PlacedOrder } from './state.js';

/** `refundDue`: the order was paid and cancelled, and the shop owes what was paid. */
export type PaymentView = Readonly<{
  status: PaymentStatus;
  payBy?: string;
  paidAt?: string;
  reference?: string;
  refundDue?: true;
}>;

/**
 * The order as its owner sees it; amounts in integer minor units. `version` is the number of its
 * events.
 */
export type OrderView = Readonly<{
  orderId: string;
  userId: string;
  items: readonly (OrderLine & Readonly<{ lineTotal: number; inventoryStatus: InventoryStatus }>)[];
  totalAmount: number;
  currency: string;
  status: OrderStatus;
  inventoryStatus: InventoryStatus;
  reason: CancellationReason | null;
  payment: PaymentView;
  /** Of an order that waits for units. */
  waitlist?: Readonly<{ productId: string; place: number }>;
  idempotencyKey: string;
  version: number;
  createdAt: string;
  updatedAt: string;
}>;

export const toView = (order: PlacedOrder): OrderView => ({
  orderId: order.orderId,
  userId: order.userId,
  items: order.lines.filter(isVisible).map(({ orderRevision: _, place: __, ...line }) => ({
    lineTotal: line.quantity * line.unitPrice,
    ...line,
  })),
  totalAmount: totalOf(order.lines),
  currency: order.currency,
  status: order.status,
  inventoryStatus: inventoryStatusOf(order.status, order.lines),
  reason: order.status === 'CANCELLED' ? order.reason : null,
  payment: paymentOf(order),
  ...waitlistOf(order),
  idempotencyKey: order.idempotencyKey,
  version: order.revision + 1,
  createdAt: order.placedAt,
  updatedAt: order.changedAt,
});

const paymentOf = ({ status, payment }: PlacedOrder): PaymentView => ({
  ...(snapshotOfPayment(payment) ?? { status: 'NONE' }),
  ...(payment.status === 'PAID' && { reference: payment.reference }),
  ...(payment.status === 'PAID' && status === 'CANCELLED' && { refundDue: true }),
});

const waitlistOf = ({ lines }: PlacedOrder): Pick<OrderView, 'waitlist'> => {
  const line = lines.find(isWaitlisted);

  return line?.place === undefined
    ? {}
    : { waitlist: { productId: line.productId, place: line.place } };
};

/** What the buyer is told, of an order with this status, these lines and this payment. */
export const snapshotOf = (
  status: OrderStatus,
  lines: readonly Line[],
  payment: Payment,
): StatusSnapshot => ({
  status,
  inventoryStatus: inventoryStatusOf(status, lines),
  items: lines.filter(isVisible).map(({ itemId, productId, quantity, inventoryStatus }) => ({
    itemId,
    productId,
    quantity,
    inventoryStatus,
  })),
  totalAmount: totalOf(lines),
  ...withPayment(payment),
});

const withPayment = (payment: Payment): Pick<StatusSnapshot, 'payment'> => {
  const snapshot = snapshotOfPayment(payment);

  return snapshot === null ? {} : { payment: snapshot };
};

export const toSnapshot = ({ status, lines, payment }: PlacedOrder): StatusSnapshot =>
  snapshotOf(status, lines, payment);

const inventoryStatusOf = (status: OrderStatus, lines: readonly Line[]): InventoryStatus => {
  if (lines.some(isPending)) return 'PENDING';
  if (lines.some(isWaitlisted)) return 'WAITLISTED';
  if (lines.some(({ inventoryStatus }) => inventoryStatus === 'REJECTED')) return 'REJECTED';

  return decidedStatus[status];
};

/** When no line waits and none was refused. */
const decidedStatus: Readonly<Record<OrderStatus, InventoryStatus>> = {
  PENDING: 'RESERVED',
  CONFIRMED: 'RESERVED',
  CANCELLED: 'RELEASED',
  SHIPPED: 'COMMITTED',
  DELIVERED: 'COMMITTED',
};
