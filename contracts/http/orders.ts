import { z } from 'zod';
import { inventoryStatuses, orderStatuses, paymentState } from '../messages/orderStatus.js';
import { id, pageOf, paging } from './fields.js';
import { amount } from './money.js';

const quantity = z.int().min(1).max(1_000);

const orderedItem = z.strictObject({ productId: id, quantity });

/** POST `/api/orders`. Lines of one product are merged; an order that may wait has one line. */
export const placeOrderRequest = z.strictObject({
  items: z.array(orderedItem).min(1).max(50),
  ifSoldOut: z.enum(['REFUSE', 'WAIT']).default('REFUSE'),
});

/** POST `/api/orders/:id/items`: a product that the order has raises its line. */
export const addItemRequest = orderedItem;

/** PUT `/api/orders/:id/items/:itemId`. */
export const changeItemRequest = z.strictObject({ quantity });

/** PUT `/api/orders/:id`. */
export const advanceOrderRequest = z.strictObject({ status: z.enum(['SHIPPED', 'DELIVERED']) });

export const itemParams = z.strictObject({ id, itemId: id });

/** GET `/api/orders`: `userId` is for admins. */
export const listOrdersQuery = z.strictObject({
  ...paging,
  status: z.enum(orderStatuses).optional(),
  userId: id.optional(),
  idempotencyKey: z.string().min(1).max(128).optional(),
});

const total = z.number().min(0);

export const orderItem = z.strictObject({
  itemId: id,
  productId: id,
  name: z.string(),
  quantity: z.int().min(0),
  unitPrice: amount,
  lineTotal: total,
  inventoryStatus: z.enum(inventoryStatuses),
});

/**
 * DUE until `payBy`, when an order that is not PAID is cancelled; NONE where no product has a
 * payment window, before the confirmation, and after a cancellation. `refundDue`: it was paid and
 * cancelled, and the shop owes what was paid.
 */
const orderPayment = z.strictObject({
  ...paymentState.shape,
  reference: z.string().optional(),
});

/**
 * Where an order waits: its place on the product's waitlist, and how many wait before it; only GET
 * `/api/orders/:id` says that.
 */
const waitlist = z.strictObject({
  place: z.int().min(1),
  ahead: z.int().min(0).optional(),
});

/** `unitPrice` is the price when the line was placed; `version` is for `If-Match`. */
export const order = z.strictObject({
  id,
  userId: id,
  items: z.array(orderItem),
  totalAmount: total,
  currency: z.string(),
  status: z.enum(orderStatuses),
  inventoryStatus: z.enum(inventoryStatuses),
  reason: z.string().optional(),
  payment: orderPayment,
  waitlist: waitlist.optional(),
  idempotencyKey: z.string(),
  version: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const orderList = z.strictObject({ orders: z.array(order), ...pageOf });
export const orderChanged = z.strictObject({ message: z.string(), order });

/** GET `/api/orders/:id/history`: the events of the order's stream; money in `data` is decimal. */
export const orderHistory = z.strictObject({
  orderId: id,
  events: z.array(
    z.strictObject({
      type: z.string(),
      revision: z.int(),
      time: z.iso.datetime(),
      data: z.record(z.string(), z.unknown()),
    }),
  ),
});

/**
 * A receipt can be checked by folding `stream` up to `revision`. `rule` is why the line was
 * accepted or refused: IN_STOCK, FROM_WAITLIST, LINE_REMOVED, a reason of the inventory, or
 * ORDER_CANCELLED when the cancellation came before the decision. A line that was WAITLISTED has a
 * place; `passedOver` says how often units went to somebody behind it who wanted fewer, and what
 * was left at the last of these revisions.
 */
export const decisionReceipt = z.strictObject({
  itemId: id,
  productId: id,
  orderRevision: z.int(),
  decision: z.enum(['ACCEPTED', 'REFUSED', 'WAITLISTED']),
  rule: z.string(),
  requested: z.int(),
  held: z.int(),
  stream: z.string(),
  revision: z.int(),
  available: z.int(),
  place: z.int().min(1).optional(),
  passedOver: z
    .strictObject({ times: z.int().min(1), revision: z.int(), available: z.int() })
    .optional(),
  decidedAt: z.iso.datetime(),
});

/** GET `/api/orders/:id/why`. */
export const orderReceipts = z.strictObject({ orderId: id, receipts: z.array(decisionReceipt) });

export type OrderedItem = z.infer<typeof orderedItem>;
export type OrderResource = z.infer<typeof order>;
export type OrderHistory = z.infer<typeof orderHistory>;
export type DecisionReceipt = z.infer<typeof decisionReceipt>;
export type OrderReceipts = z.infer<typeof orderReceipts>;
