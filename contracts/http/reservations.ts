import { z } from 'zod';
import { id } from './fields.js';

/** The id travels in messages, which hold RFC 9562 UUIDs only. */
const reservationId = z.uuid().toLowerCase();

/** POST `/api/inventory/reserve`. */
export const reserveRequest = z.strictObject({
  reservationId,
  productId: id,
  quantity: z.int().min(1).max(1_000_000),
});

/** POST `/api/inventory/release`. */
export const releaseRequest = z.strictObject({ reservationId, productId: id });

/** The same for every repetition of a request; `quantity` while it is reserved. */
export const reservation = z.strictObject({
  reservationId,
  productId: id,
  quantity: z.int().optional(),
  status: z.enum(['RESERVED', 'RELEASED']),
});

export const reservationChanged = z.strictObject({ message: z.string(), reservation });

export type ReservationResource = z.infer<typeof reservation>;
