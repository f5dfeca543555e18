import { z } from 'zod';

export const orderStatuses = ['PENDING', 'CONFIRMED', 'CANCELLED', 'SHIPPED', 'DELIVERED'] as const;

export const inventoryStatuses = [
  'PENDING',
  'RESERVED',
  'REJECTED',
  'RELEASED',
  'COMMITTED',
] as const;

/**
 * Value of topic `order.status`: the order after the event with revision `orderRevision` of its
 * stream.
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
  /** When the order was placed, where the message says what became of it. */
  placedAt: z.iso.datetime().optional(),
});

export type OrderStatusChanged = z.infer<typeof orderStatusChanged>;
