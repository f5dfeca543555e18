import { z } from 'zod';

export const orderStatuses = ['PENDING', 'CONFIRMED', 'CANCELLED', 'SHIPPED', 'DELIVERED'] as const;

export const inventoryStatuses = [
  'PENDING',
  'RESERVED',
  'REJECTED',
  'RELEASED',
  'COMMITTED',
  'WAITLISTED',
] as const;

export const paymentStatuses = ['NONE', 'DUE', 'PAID'] as const;

/** A change of the order, or a reminder of what is due. */
export const notificationTypes = ['order.update', 'payment.reminder'] as const;

/**
 * What the buyer is told of the payment: due until `payBy`, or paid. `refundDue`: the order was
 * paid and cancelled, and the shop owes what was paid.
 */
export const paymentState = z.object({
  status: z.enum(paymentStatuses),
  payBy: z.iso.datetime().optional(),
  paidAt: z.iso.datetime().optional(),
  refundDue: z.literal(true).optional(),
});

/** The place of an order on a product's waitlist, counted from 1. */
export const waitlistPlace = z.object({ place: z.int().min(1) });

/**
 * Value of topic `order.status`, and of `order.cancelled` and `order.shipped` on topic
 * `order.created`: the order after the event with revision `orderRevision` of its stream.
 */
export const orderStatusChanged = z.object({
  orderId: z.uuid(),
  userId: z.uuid(),
  status: z.enum(orderStatuses),
  inventoryStatus: z.enum(inventoryStatuses),
  reason: z.string().optional(),
  items: z.array(
    z.object({
      itemId: z.uuid(),
      productId: z.uuid(),
      quantity: z.int().min(0),
      inventoryStatus: z.enum(inventoryStatuses),
    }),
  ),
  orderRevision: z.int().min(0),
  message: z.string(),
  /** Only in `order.waitlisted`. */
  waitlist: waitlistPlace.optional(),
  /** When the order was placed, where the message says what became of it. */
  placedAt: z.iso.datetime().optional(),
  /** Absent where nothing is due and nothing was paid. */
  payment: paymentState.optional(),
  /** Absent where it is a change of the order. */
  notification: z.enum(notificationTypes).optional(),
});

export type PaymentState = z.infer<typeof paymentState>;

export type OrderStatusChanged = z.infer<typeof orderStatusChanged>;
