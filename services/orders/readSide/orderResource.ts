import { toAmount } from '../../../contracts/http/money.js';
import type { OrderResource } from '../../../contracts/http/orders.js';
import {
  orderStream,
  type OrderView,
  type PlacedOrder,
  toView,
} from '../../../domain/order/index.js';
import { foldOrRefuse } from '../../../platform/facts/index.js';

/** The order as the API shows it: amounts are decimals. Throws UndecidableStream. */
export const toOrderResource = (order: PlacedOrder): OrderResource =>
  foldOrRefuse(orderStream(order.orderId), () => fromView(toView(order)));

const fromView = ({ orderId, items, reason, waitlist, ...view }: OrderView): OrderResource => ({
  id: orderId,
  userId: view.userId,
  items: items.map(({ unitPrice, lineTotal, ...item }) => ({
    itemId: item.itemId,
    productId: item.productId,
    name: item.name,
    quantity: item.quantity,
    unitPrice: toAmount(unitPrice),
    lineTotal: toAmount(lineTotal),
    inventoryStatus: item.inventoryStatus,
  })),
  totalAmount: toAmount(view.totalAmount),
  currency: view.currency,
  status: view.status,
  inventoryStatus: view.inventoryStatus,
  ...(reason !== null && { reason }),
  payment: view.payment,
  ...(waitlist !== undefined && { waitlist: { place: waitlist.place } }),
  idempotencyKey: view.idempotencyKey,
  version: view.version,
  createdAt: view.createdAt,
  updatedAt: view.updatedAt,
});
