import type {
  RefusalReason,
  ReleaseCause,
  ReservationCommitted,
  ReservationRefused,
  ReservationReleased,
  ReservationWaitlisted,
  ReservedLine,
  StockReserved,
} from '../events.js';
import { heldBy, placeOf, type Reservation } from '../reservation.js';
import { availableOf, type Product } from '../state.js';

type Line = ReservedLine & Readonly<{ now: string }>;

/** The line holds `quantity` units from now on: some are new, or free again. */
export const stockReserved = (
  product: Product,
  before: Reservation | undefined,
  line: Line & Readonly<{ userId: string | null; quantity: number }>,
): StockReserved => {
  const change = line.quantity - heldBy(before);

  return {
    type: 'StockReserved',
    data: {
      userId: line.userId,
      quantity: line.quantity,
      change,
      onHand: product.onHand,
      available: availableOf(product) - change,
      reservedAt: line.now,
      ...reservedLine(line),
      ...leavesWaitlist(before),
    },
  };
};

/** The line takes the next place, behind everybody. */
export const reservationWaitlisted = (
  product: Product,
  line: Line & Readonly<{ userId: string; quantity: number }>,
): ReservationWaitlisted => ({
  type: 'ReservationWaitlisted',
  data: {
    userId: line.userId,
    requested: line.quantity,
    place: product.waitlist.lastPlace + 1,
    onHand: product.onHand,
    available: availableOf(product),
    waitlistedAt: line.now,
    ...reservedLine(line),
  },
});

/** The line keeps the units that it held before. */
export const reservationRefused = (
  product: Product,
  before: Reservation | undefined,
  line: Line & Readonly<{ quantity: number; reason: RefusalReason }>,
): ReservationRefused => ({
  type: 'ReservationRefused',
  data: {
    requested: line.quantity,
    held: heldBy(before),
    reason: line.reason,
    onHand: product.onHand,
    available: availableOf(product),
    refusedAt: line.now,
    ...reservedLine(line),
    ...leavesWaitlist(before),
  },
});

/** Frees whatever the line holds, which may be nothing. */
export const reservationReleased = (
  product: Product,
  line: Reservation | undefined,
  of: Line & Readonly<{ cause: ReleaseCause }>,
): ReservationReleased => {
  const quantity = heldBy(line);

  return {
    type: 'ReservationReleased',
    data: {
      quantity,
      cause: of.cause,
      onHand: product.onHand,
      available: availableOf(product) + quantity,
      releasedAt: of.now,
      ...reservedLine(of),
      ...leavesWaitlist(line),
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

const leavesWaitlist = (before: Reservation | undefined): Readonly<{ place?: number }> => {
  const place = placeOf(before);

  return place === undefined ? {} : { place };
};

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
