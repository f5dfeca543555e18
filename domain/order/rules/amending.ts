import type { AddItem, ChangeItemQuantity, RemoveItem } from '../commands.js';
import { broken } from '../errors.js';
import type {
  OrderItemAdded,
  OrderItemQuantityChanged,
  OrderItemRemoved,
  OrderLine,
} from '../events.js';
import { type Line, totalOf, withTarget } from '../lines.js';
import type { Confirmed, PlacedOrder } from '../state.js';
import { refuseLineCount, refuseQuantity } from './limits.js';
import { quiet } from './status.js';

/** One line per product: what the order has already is raised, at the line's own price. */
export const addItem = (
  { data: { item, now } }: AddItem,
  order: PlacedOrder,
): (OrderItemAdded | OrderItemQuantityChanged)[] => {
  const current = quiet(order);
  const line = current.lines.find(({ productId }) => productId === item.productId);
  if (line !== undefined) return [raised(current, line, { item, now })];
  refuseLineCount(current.lines.length + 1);
  refuseQuantity(item.quantity);

  return [{ type: 'OrderItemAdded', data: amendment(current, item, now) }];
};

export const changeItemQuantity = (
  { data: { itemId, quantity, now } }: ChangeItemQuantity,
  order: PlacedOrder,
): OrderItemQuantityChanged[] => {
  const current = quiet(order);
  const line = lineOf(current, itemId);
  refuseQuantity(quantity);
  if (quantity === line.quantity) return [];

  return [changed(current, { ...toItem(line), quantity }, now)];
};

export const removeItem = (
  { data: { itemId, now } }: RemoveItem,
  order: PlacedOrder,
): OrderItemRemoved[] => {
  const current = quiet(order);
  const line = lineOf(current, itemId);
  if (current.lines.length === 1)
    throw broken('LAST_ITEM', 'The last line cannot be removed; cancel the order instead');

  return [
    { type: 'OrderItemRemoved', data: amendment(current, { ...toItem(line), quantity: 0 }, now) },
  ];
};

const raised = (
  order: Confirmed,
  line: Line,
  { item, now }: Pick<AddItem['data'], 'item' | 'now'>,
): OrderItemQuantityChanged => {
  if (item.unitPrice !== line.unitPrice)
    throw broken('PRICE_CHANGED', 'The price is not that of the line any more');
  refuseQuantity(item.quantity);
  const quantity = line.quantity + item.quantity;
  refuseQuantity(quantity);

  return changed(order, { ...toItem(line), quantity }, now);
};

const changed = (order: Confirmed, item: OrderLine, now: string): OrderItemQuantityChanged => ({
  type: 'OrderItemQuantityChanged',
  data: amendment(order, item, now),
});

const amendment = (
  { orderId, userId, lines, revision }: Confirmed,
  item: OrderLine,
  now: string,
) => ({
  orderId,
  userId,
  item,
  totalAmount: totalOf(withTarget(lines, item, revision)),
  changedAt: now,
});

const lineOf = ({ lines }: Confirmed, wanted: string): Line => {
  const line = lines.find(({ itemId }) => itemId === wanted);
  if (line === undefined) throw broken('ITEM_NOT_FOUND', 'The order has no such line');

  return line;
};

const toItem = ({ itemId, productId, name, quantity, unitPrice }: Line): OrderLine => ({
  itemId,
  productId,
  name,
  quantity,
  unitPrice,
});
