import type { AddItem, ChangeItemQuantity, RemoveItem } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type {
  OrderItemAdded,
  OrderItemQuantityChanged,
  OrderItemRemoved,
  OrderLine,
} from '../events.js';
import { type Line, totalOf, withTarget } from '../lines.js';
import type { Confirmed, PlacedOrder } from '../state.js';
import { requireLineCount, requireQuantity } from './lineBounds.js';
import { requireAmendable } from './status.js';

/** One line per product: what the order has already is raised, at the line's own price. */
export const addItem = (
  { data: { item, paymentWindowSeconds, now } }: AddItem,
  order: PlacedOrder,
): (OrderItemAdded | OrderItemQuantityChanged)[] => {
  const current = requireAmendable(order);
  const line = current.lines.find(({ productId }) => productId === item.productId);
  if (line !== undefined) return [raiseLine(current, line, { item, now })];
  requireWindow(current, paymentWindowSeconds);
  requireLineCount(current.lines.length + 1);
  requireQuantity(item.quantity);

  return [orderItemAdded(current, item, now)];
};

export const changeItemQuantity = (
  { data: { itemId, quantity, now } }: ChangeItemQuantity,
  order: PlacedOrder,
): OrderItemQuantityChanged[] => {
  const current = requireAmendable(order);
  const line = requireLine(current, itemId);
  requireQuantity(quantity);
  if (quantity === line.quantity) return [];

  return [orderItemQuantityChanged(current, { ...toItem(line), quantity }, now)];
};

export const removeItem = (
  { data: { itemId, now } }: RemoveItem,
  order: PlacedOrder,
): OrderItemRemoved[] => {
  const current = requireAmendable(order);
  const line = requireLine(current, itemId);
  if (current.lines.length === 1)
    throw ruleBroken('LAST_ITEM', 'The last line cannot be removed; cancel the order instead');

  return [orderItemRemoved(current, { ...toItem(line), quantity: 0 }, now)];
};

const raiseLine = (
  order: Confirmed,
  line: Line,
  { item, now }: Pick<AddItem['data'], 'item' | 'now'>,
): OrderItemQuantityChanged => {
  if (item.unitPrice !== line.unitPrice)
    throw ruleBroken('PRICE_CHANGED', 'The price is not that of the line any more');
  requireQuantity(item.quantity);
  const quantity = line.quantity + item.quantity;
  requireQuantity(quantity);

  return orderItemQuantityChanged(order, { ...toItem(line), quantity }, now);
};

/** Units of a product wait for their payment no longer than the product says. */
const requireWindow = (order: Confirmed, seconds: number | null): void => {
  if (seconds !== null && seconds < (order.paymentWindowSeconds ?? Infinity))
    throw ruleBroken(
      'PAYMENT_WINDOW_SHORTER',
      'The product is to be paid sooner than the order; order it by itself',
    );
};

const requireLine = ({ lines }: Confirmed, wanted: string): Line => {
  const line = lines.find(({ itemId }) => itemId === wanted);
  if (line === undefined) throw ruleBroken('ITEM_NOT_FOUND', 'The order has no such line');

  return line;
};

const orderItemAdded = (order: Confirmed, item: OrderLine, now: string): OrderItemAdded => ({
  type: 'OrderItemAdded',
  data: amendment(order, item, now),
});

const orderItemQuantityChanged = (
  order: Confirmed,
  item: OrderLine,
  now: string,
): OrderItemQuantityChanged => ({
  type: 'OrderItemQuantityChanged',
  data: amendment(order, item, now),
});

const orderItemRemoved = (order: Confirmed, item: OrderLine, now: string): OrderItemRemoved => ({
  type: 'OrderItemRemoved',
  data: amendment(order, item, now),
});

const amendment = (
  { orderId, userId, currency, lines, revision }: Confirmed,
  item: OrderLine,
  now: string,
) => ({
  orderId,
  userId,
  item,
  totalAmount: totalOf(withTarget(lines, item, revision)),
  currency,
  changedAt: now,
});

const toItem = ({ itemId, productId, name, quantity, unitPrice }: Line): OrderLine => ({
  itemId,
  productId,
  name,
  quantity,
  unitPrice,
});
