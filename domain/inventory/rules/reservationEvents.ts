import type {
  RefusalReason,
  ReleaseCause,
  ReservationCommitted,
  ReservationRefused,
  ReservationReleased,
  ReservedLine,
  StockReserved,
} from '../events.js';
import type { Reservation } from '../reservation.js';
import { availableOf, type Product } from '../state.js';

type Line = ReservedLine & Readonly<{ now: string }>;

/** The line holds `quantity` units from now on; `change` of them are new, or free again. */
export const stockReserved = (
  product: Product,
  change: number,
  line: Line & Readonly<{ userId: string | null; quantity: number }>,
): StockReserved => ({
  type: 'StockReserved',
  data: {
    userId: line.userId,
    quantity: line.quantity,
    change,
    onHand: product.onHand,
    available: availableOf(product) - change,
    reservedAt: line.now,
    ...reservedLine(line),
  },
});

/** The line keeps the `held` units that it had. */
export const reservationRefused = (
  product: Product,
  held: number,
  line: Line & Readonly<{ quantity: number; reason: RefusalReason }>,
): ReservationRefused => ({
  type: 'ReservationRefused',
  data: {
    requested: line.quantity,
    held,
    reason: line.reason,
    onHand: product.onHand,
    available: availableOf(product),
    refusedAt: line.now,
    ...reservedLine(line),
  },
});

/** Frees whatever the line holds, which may be nothing. */
export const reservationReleased = (
  product: Product,
  line: Reservation | undefined,
  of: Line & Readonly<{ cause: ReleaseCause }>,
): ReservationReleased => {
  const quantity = line?.units ?? 0;

  return {
    type: 'ReservationReleased',
    data: {
      quantity,
      cause: of.cause,
      onHand: product.onHand,
      available: availableOf(product) + quantity,
      releasedAt: of.now,
      ...reservedLine(of),
    },
  };
};

/** The `quantity` units that the line held leave the stock. */
export const reservationCommitted = (
  product: Product,
  quantity: number,
  line: Line,
): ReservationCommitted => ({
  type: 'ReservationCommitted',
  data: {
    quantity,
    onHand: product.onHand - quantity,
    available: availableOf(product),
    committedAt: line.now,
    ...reservedLine(line),
  },
});

const reservedLine = ({
  productId,
  orderId,
  itemId,
  orderRevision,
}: ReservedLine): ReservedLine => ({
  productId,
  orderId,
  itemId,
  orderRevision,
});
