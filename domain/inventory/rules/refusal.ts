import { valueAt } from '../../persistentMap.js';
import type { SetReservation } from '../commands.js';
import type { RefusalReason } from '../events.js';
import { heldBy, type Reservation } from '../reservation.js';
import { type Product, unclaimedOf } from '../state.js';

/**
 * Why the line cannot have more units, looked at in the order that a buyer should hear of it; null
 * when it can.
 */
export const refusalOf = (
  product: Product,
  { userId, placedAt, quantity }: SetReservation['data'],
  line: Reservation | undefined,
): RefusalReason | null => {
  if (product.status === 'WITHDRAWN') return 'PRODUCT_WITHDRAWN';
  if (!hasStarted(product, placedAt)) return 'SALE_NOT_STARTED';
  if (hasEnded(product, placedAt)) return 'SALE_ENDED';
  if (exceedsLimit(product, userId, quantity - (line?.units ?? 0))) return 'LIMIT_PER_CUSTOMER';
  if (quantity - heldBy(line) > unclaimedOf(product)) return 'OUT_OF_STOCK';

  return null;
};

const hasStarted = ({ saleStartsAt }: Product, at: string): boolean =>
  saleStartsAt === null || Date.parse(saleStartsAt) <= Date.parse(at);

/** `at` is ISO 8601 UTC. */
export const hasEnded = ({ saleEndsAt }: Product, at: string): boolean =>
  saleEndsAt !== null && Date.parse(saleEndsAt) <= Date.parse(at);

const exceedsLimit = (
  { maxPerCustomer, unitsByUser }: Product,
  userId: string,
  more: number,
): boolean =>
  maxPerCustomer !== null && (valueAt(unitsByUser, userId) ?? 0) + more > maxPerCustomer;
