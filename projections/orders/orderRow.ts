import { type Line, type Payment, type PlacedOrder, toView } from '../../domain/order/index.js';

/** A row of `read.orders`; amounts in integer minor units, times in ISO 8601. */
export type OrderRow = Readonly<{
  order_id: string;
  user_id: string;
  status: PlacedOrder['status'];
  inventory_status: string;
  reason: string | null;
  total_amount: number;
  currency: string;
  idempotency_key: string;
  request_fingerprint: string;
  message: string;
  payment_window_seconds: number | null;
  pay_by: string | null;
  payment_reminded_at: string | null;
  paid_at: string | null;
  payment_reference: string | null;
  revision: number;
  created_at: string;
  updated_at: string;
}>;

/** A row of `read.order_items`; `line` is its place in the order. */
export type OrderItemRow = Readonly<{
  order_id: string;
  item_id: string;
  line: number;
  product_id: string;
  name: string;
  quantity: number;
  unit_price: number;
  order_revision: number;
  inventory_status: Line['inventoryStatus'];
  waitlist_place: number | null;
}>;

/** What the lists show, and all that the aggregate's own fold needs to go on from here. */
export const toOrderRow = (order: PlacedOrder): OrderRow => {
  const { totalAmount, inventoryStatus, reason } = toView(order);

  return {
    order_id: order.orderId,
    user_id: order.userId,
    status: order.status,
    inventory_status: inventoryStatus,
    reason,
    total_amount: totalAmount,
    currency: order.currency,
    idempotency_key: order.idempotencyKey,
    request_fingerprint: order.requestFingerprint,
    message: order.message,
    payment_window_seconds: order.paymentWindowSeconds,
    ...toPaymentColumns(order.payment),
    revision: order.revision,
    created_at: order.placedAt,
    updated_at: order.changedAt,
  };
};

/** Which of them are set says what became of the payment. */
const toPaymentColumns = (payment: Payment) => ({
  pay_by: payment.status === 'NONE' ? null : payment.payBy,
  payment_reminded_at: payment.status === 'DUE' ? payment.remindedAt : null,
  paid_at: payment.status === 'PAID' ? payment.paidAt : null,
  payment_reference: payment.status === 'PAID' ? payment.reference : null,
});

export const toItemRows = ({ orderId, lines }: PlacedOrder): OrderItemRow[] =>
  lines.map((line, index) => ({
    order_id: orderId,
    item_id: line.itemId,
    line: index,
    product_id: line.productId,
    name: line.name,
    quantity: line.quantity,
    unit_price: line.unitPrice,
    order_revision: line.orderRevision,
    inventory_status: line.inventoryStatus,
    waitlist_place: line.place ?? null,
  }));

/** The order again, as it was folded. `items` come in the order of their lines. */
export const toPlacedOrder = (row: OrderRow, items: readonly OrderItemRow[]): PlacedOrder =>
  ({
    orderId: row.order_id,
    userId: row.user_id,
    status: row.status,
    // only a cancelled order has one
    ...(row.reason !== null && { reason: row.reason }),
    idempotencyKey: row.idempotency_key,
    requestFingerprint: row.request_fingerprint,
    currency: row.currency,
    message: row.message,
    lines: items.map(toLine),
    paymentWindowSeconds: row.payment_window_seconds,
    payment: toPayment(row),
    revision: row.revision,
    placedAt: toIso(row.created_at),
    changedAt: toIso(row.updated_at),
  }) as PlacedOrder;

const toPayment = (row: OrderRow): Payment => {
  if (row.pay_by === null) return { status: 'NONE' };
  const payBy = toIso(row.pay_by);
  if (row.paid_at === null || row.payment_reference === null)
    return { status: 'DUE', payBy, remindedAt: isoOrNull(row.payment_reminded_at) };

  return { status: 'PAID', payBy, paidAt: toIso(row.paid_at), reference: row.payment_reference };
};

const isoOrNull = (time: string | null): string | null => (time === null ? null : toIso(time));

const toLine = (item: OrderItemRow): Line => ({
  itemId: item.item_id,
  productId: item.product_id,
  name: item.name,
  quantity: item.quantity,
  unitPrice: item.unit_price,
  orderRevision: item.order_revision,
  inventoryStatus: item.inventory_status,
  ...(item.waitlist_place !== null && { place: item.waitlist_place }),
});

/** Postgres writes times into JSON with an offset and without trailing zeros. */
const toIso = (time: string): string => new Date(time).toISOString();
