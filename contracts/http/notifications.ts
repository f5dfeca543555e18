import { z } from 'zod';
import {
  inventoryStatuses,
  notificationTypes,
  orderStatuses,
  paymentState,
  waitlistPlace,
} from '../messages/orderStatus.js';
import { id, pageOf, paging } from './fields.js';

/** GET `/api/notifications`: those with a greater cursor than `after`, oldest first. */
export const listNotificationsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'An integer from 0')
    .transform(Number)
    .default(0),
  unread: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(false),
  limit: paging.limit,
});

/** `cursor` counts 1, 2, 3 … per user; `order.update` carries the same one. */
export const notification = z.strictObject({
  id,
  cursor: z.int().min(1),
  orderId: id,
  type: z.enum(notificationTypes),
  message: z.string(),
  data: z.strictObject({
    status: z.enum(orderStatuses),
    inventoryStatus: z.enum(inventoryStatuses),
    reason: z.string().optional(),
    items: z.array(
      z.strictObject({
        itemId: id,
        productId: id,
        quantity: z.int().min(0),
        inventoryStatus: z.enum(inventoryStatuses),
      }),
    ),
    waitlist: waitlistPlace.optional(),
    /** Absent where nothing is due and nothing was paid. */
    payment: paymentState.optional(),
    orderRevision: z.int().min(0),
    occurredAt: z.iso.datetime(),
  }),
  readAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
});

/** `page` is always 1: the next page is requested by `after`. */
export const notificationList = z.strictObject({ notifications: z.array(notification), ...pageOf });

export const notificationChanged = z.strictObject({ message: z.string(), notification });

/** `updated` counts those that had not been read before. */
export const notificationsRead = z.strictObject({ message: z.string(), updated: z.int().min(0) });

export type ListNotificationsQuery = z.infer<typeof listNotificationsQuery>;
export type Notification = z.infer<typeof notification>;
export type NotificationList = z.infer<typeof notificationList>;
