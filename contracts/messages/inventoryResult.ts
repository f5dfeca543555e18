import { z } from 'zod';
import { lineUnits } from './lineUnits.js';

const decision = {
  productId: z.uuid(),
  /** The target that was requested. */
  quantity: lineUnits,
  result: z.enum(['RESERVED', 'REJECTED', 'RELEASED', 'WAITLISTED']),
  reason: z
    .enum([
      'OUT_OF_STOCK',
      'LIMIT_PER_CUSTOMER',
      'SALE_NOT_STARTED',
      'SALE_ENDED',
      'PRODUCT_WITHDRAWN',
    ])
    .optional(),
  /** Units that the line holds after the decision. */
  held: lineUnits,
  /** On the waitlist: in `inventory.waitlisted`, and in the result of a line that waited. */
  place: z.int().min(1).optional(),
  /** Revision in `inventory-<productId>` of the decision. */
  inventoryRevision: z.int().min(0),
  /** Units left after the decision. */
  available: z.int().min(0),
};

/**
 * Value of `inventory.result` and `inventory.waitlisted`: the inventory's decision on one
 * `order.created` or `order.amended`, whose `orderRevision` it repeats.
 */
export const orderInventoryResult = z.object({
  orderId: z.uuid(),
  orderRevision: z.int().min(0),
  lines: z.array(z.object({ itemId: z.uuid(), ...decision })).min(1),
});

/** The same for a manual reservation; orders ignores it. */
export const manualInventoryResult = z.object({
  reservationId: z.uuid(),
  lines: z.array(z.object(decision)).min(1),
});

export const inventoryResult = z.union([orderInventoryResult, manualInventoryResult]);

export type OrderInventoryResult = z.infer<typeof orderInventoryResult>;
export type ManualInventoryResult = z.infer<typeof manualInventoryResult>;
export type InventoryResult = z.infer<typeof inventoryResult>;
