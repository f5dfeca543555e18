import {
  type AddProduct,
  type ChangeProduct,
  inventoryDecider,
  type InventoryCommand,
  type InventoryEvent,
  type ReservationCommitted,
  type ReservationRefused,
  type ReservationReleased,
  type ReservationWaitlisted,
  type SaleTerms,
  type SetReservation,
  type StockReserved,
} from '../../../domain/inventory/index.js';
import { deciderSpecification } from '../../support/assertions/deciderSpecification.js';

export const given = deciderSpecification(inventoryDecider);

export const productId = '7a0b1f9e-51de-5a39-8a53-5f6d6f0a8f11';
export const now = '2026-11-27T12:00:00.000Z';
export const earlier = '2026-11-27T11:00:00.000Z';
export const later = '2026-11-27T13:00:00.000Z';
export const orderA = 'a0000000-0000-4000-8000-000000000001';
export const orderB = 'b0000000-0000-4000-8000-000000000002';
export const itemA = 'a1000000-0000-4000-8000-000000000001';
export const itemB = 'b1000000-0000-4000-8000-000000000002';
export const alice = 'a2000000-0000-4000-8000-000000000001';
export const bob = 'b2000000-0000-4000-8000-000000000002';

const details = {
  productId,
  sku: 'SNEAKER-42',
  name: 'Sneaker',
  description: 'Runs',
  category: 'shoes',
  price: 7999,
  originalPrice: 9999,
  currency: 'USD',
};

const noTerms = {
  maxPerCustomer: null,
  saleStartsAt: null,
  saleEndsAt: null,
  paymentWindowSeconds: null,
};

export const addProduct = (change: Partial<AddProduct['data']> = {}): AddProduct => ({
  type: 'AddProduct',
  data: { ...details, ...noTerms, stock: 5, expectedVersion: 0, now, ...change },
});

export const added = (terms: Partial<SaleTerms> = {}): InventoryEvent => ({
  type: 'ProductAdded',
  data: { ...details, ...noTerms, ...terms, addedAt: now },
});

export const received = (quantity: number, level: Level): InventoryEvent => ({
  type: 'StockReceived',
  data: { productId, quantity, ...level, receivedAt: now },
});

export const adjusted = (change: number, level: Level): InventoryEvent => ({
  type: 'StockAdjusted',
  data: { productId, change, ...level, adjustedAt: now },
});

export const revoke = (expectedVersion: number): InventoryCommand => ({
  type: 'RevokeNameClaim',
  data: { productId, name: 'Boot', expectedVersion, now },
});

export const revoked: InventoryEvent = {
  type: 'NameClaimRevoked',
  data: { productId, name: 'Boot', revokedAt: now },
};

export const withdrawn: InventoryEvent = {
  type: 'ProductWithdrawn',
  data: { productId, withdrawnAt: now },
};

/** The product with `stock` units, all of them free. */
export const withStock = (
  stock: number,
  terms: Partial<SaleTerms> = {},
): [InventoryEvent, InventoryEvent] => [
  added(terms),
  received(stock, { onHand: stock, available: stock }),
];

export const change = (data: Partial<ChangeProduct['data']>): ChangeProduct => ({
  type: 'ChangeProduct',
  data: { productId, expectedVersion: 1, now, ...data },
});

export const withdraw: InventoryCommand = { type: 'WithdrawProduct', data: { productId, now } };

export const adjust = (adjustment: number): InventoryCommand => ({
  type: 'AdjustStock',
  data: { productId, adjustment, now },
});

export const count = (stock: number): InventoryCommand => ({
  type: 'SetStock',
  data: { productId, stock, now },
});

export const reserveManually = (reservationId: string, quantity: number): InventoryCommand => ({
  type: 'ReserveManually',
  data: { productId, reservationId, quantity, now },
});

export const releaseManually = (reservationId: string): InventoryCommand => ({
  type: 'ReleaseManually',
  data: { productId, reservationId, now },
});

type Level = Readonly<{ onHand: number; available: number }>;

const lineA = { productId, orderId: orderA, itemId: itemA, orderRevision: 0 };

export const setReservation = (
  quantity: number,
  data: Partial<SetReservation['data']> = {},
): SetReservation => ({
  type: 'SetReservation',
  data: { ...lineA, userId: alice, quantity, placedAt: now, now, ...data },
});

export const release = (orderRevision: number, line = {}): InventoryCommand => ({
  type: 'ReleaseReservation',
  data: { ...lineA, orderRevision, now, ...line },
});

export const commit = (orderRevision: number, line = {}): InventoryCommand => ({
  type: 'CommitReservation',
  data: { ...lineA, orderRevision, now, ...line },
});

export const reserved = (
  quantity: number,
  level: Level,
  data: Partial<StockReserved['data']> = {},
): StockReserved => ({
  type: 'StockReserved',
  data: { ...lineA, userId: alice, quantity, change: quantity, ...level, reservedAt: now, ...data },
});

export const waitlisted = (
  requested: number,
  level: Level,
  data: Partial<ReservationWaitlisted['data']> = {},
): ReservationWaitlisted => ({
  type: 'ReservationWaitlisted',
  data: { ...lineA, userId: alice, requested, place: 1, ...level, waitlistedAt: now, ...data },
});

export const serveWaitlist: InventoryCommand = { type: 'ServeWaitlist', data: { productId, now } };

export const refused = (
  reason: ReservationRefused['data']['reason'],
  data: Pick<ReservationRefused['data'], 'requested' | 'held'> &
    Partial<ReservationRefused['data']> &
    Level,
): ReservationRefused => ({
  type: 'ReservationRefused',
  data: { ...lineA, reason, refusedAt: now, ...data },
});

export const released = (
  quantity: number,
  level: Level,
  data: Partial<ReservationReleased['data']> = {},
): ReservationReleased => ({
  type: 'ReservationReleased',
  data: { ...lineA, quantity, cause: 'ORDER_CANCELLED', ...level, releasedAt: now, ...data },
});

export const committed = (
  quantity: number,
  level: Level,
  data: Partial<ReservationCommitted['data']> = {},
): ReservationCommitted => ({
  type: 'ReservationCommitted',
  data: { ...lineA, quantity, ...level, committedAt: now, ...data },
});
