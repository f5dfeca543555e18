import { z } from 'zod';
import { lineUnits } from './lineUnits.js';

/** Quantities are targets: what the line is to hold. 0 removes it (only in `order.amended`). */
export const orderedLine = z.object({
  itemId: z.uuid(),
  productId: z.uuid(),
  quantity: lineUnits,
  /** Integer minor units. */
  unitPrice: z.int().min(0),
});

/**
 * Value of `order.created` and `order.amended` on topic `order.created`; an amendment names only
 * the lines that changed.
 */
export const orderCreated = z.object({
  orderId: z.uuid(),
  userId: z.uuid(),
  /** Revision in `order-<orderId>` of the event behind the message. */
  orderRevision: z.int().min(0),
  /** When orders accepted the request; sale windows are judged by it. */
  placedAt: z.iso.datetime(),
  items: z.array(orderedLine).min(1),
  /** The order waits when there are too few units; absent: it is refused then. */
  ifSoldOut: z.literal('WAIT').optional(),
  totalAmount: z.int().min(0),
  /** Of all amounts; absent in messages of the first releases. */
  currency: z.string().optional(),
});

export type OrderCreated = z.infer<typeof orderCreated>;
