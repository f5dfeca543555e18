import { valueAt } from '../../persistentMap.js';
import type { CommitReservation, ReleaseReservation, SetReservation } from '../commands.js';
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
import { availableOf, type Inventory, type Product } from '../state.js';
import { added } from './existence.js';
import { refusalOf } from './refusal.js';

/** Answers every target but a stale one, with exactly one event. */
export const setReservation = (
  { data }: SetReservation,
  inventory: Inventory,
): (StockReserved | ReservationRefused | ReservationReleased)[] => {
  const product = added(inventory);
  const line = valueAt(product.reservations, data.orderId);
  if (isAnswered(line, data.orderRevision)) return [];
  if (data.quantity === 0) return [released(product, line, { cause: 'LINE_REMOVED', ...data })];

  const held = line?.units ?? 0;
  const change = data.quantity - held;
  const reason = change > 0 ? refusalOf(product, data, change) : null;

  return [
    reason === null ? reserved(product, change, data) : refused(product, held, { reason, ...data }),
  ];
};

/** A line that was never seen gets a tombstone: what comes late for it is stale. */
export const releaseReservation = (
  { data }: ReleaseReservation,
  inventory: Inventory,
): ReservationReleased[] => {
  const product = added(inventory);
  const line = valueAt(product.reservations, data.orderId);
  if (isAnswered(line, data.orderRevision) || isRefusedAtOnce(line)) return [];

  return [released(product, line, { cause: 'ORDER_CANCELLED', ...data })];
};

export const commitReservation = (
  { data }: CommitReservation,
  inventory: Inventory,
): ReservationCommitted[] => {
  const product = added(inventory);
  const line = valueAt(product.reservations, data.orderId);
  if (line?.status !== 'HELD' || isAnswered(line, data.orderRevision)) return [];

  return [
    {
      type: 'ReservationCommitted',
      data: {
        quantity: line.units,
        onHand: product.onHand - line.units,
        available: availableOf(product),
        committedAt: data.now,
        ...reservedLine(data),
      },
    },
  ];
};

type Line = ReservedLine & Readonly<{ now: string }>;

/** Revisions of an order only grow, and what was shipped is final. */
const isAnswered = (line: Reservation | undefined, orderRevision: number): boolean =>
  line !== undefined && (line.status === 'COMMITTED' || orderRevision <= line.orderRevision);

/** Only a confirmed order is amended: behind a line refused at revision 0 nothing else can be on its way. */
const isRefusedAtOnce = (line: Reservation | undefined): boolean =>
  line?.status === 'REFUSED' && line.orderRevision === 0;

/** The line holds `quantity` units from now on; `change` of them are new, or free again. */
export const reserved = (
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

const refused = (
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
export const released = (
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
