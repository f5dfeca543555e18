import { asStored, type EventShapes } from '../eventShapes.js';
import { count, nullable, oneOf, optional, record, text, time, uuid, whole } from '../shapes.js';
import { type InventoryEvent, refusalReasons, releaseCauses } from './events.js';

const ofProduct = { productId: uuid };

const terms = {
  maxPerCustomer: nullable(count),
  saleStartsAt: nullable(time),
  saleEndsAt: nullable(time),
  paymentWindowSeconds: optional(nullable(count)),
};

const details = { name: text, description: nullable(text), category: text };

const prices = { price: count, originalPrice: nullable(count) };

const stockLevel = { onHand: count, available: count };

/** Order, line and user are another's: they are compared here, and nothing more. */
const ofLine = {
  ...ofProduct,
  ...stockLevel,
  orderId: text,
  itemId: nullable(text),
  orderRevision: count,
};

/** A place on the waitlist is absent where the line had none, and in older events. */
const fromWaitlist = { place: optional(count) };

const productAdded = record({
  ...ofProduct,
  ...details,
  ...prices,
  ...terms,
  sku: text,
  currency: text,
  addedAt: time,
});
const productDetailsChanged = record({ ...ofProduct, ...details, changedAt: time });
const productPriceChanged = record({ ...ofProduct, ...prices, changedAt: time });
const saleTermsChanged = record({ ...ofProduct, ...terms, changedAt: time });
const nameClaimRevoked = record({ ...ofProduct, name: text, revokedAt: time });
const productWithdrawn = record({ ...ofProduct, withdrawnAt: time });
const stockReceived = record({ ...ofProduct, ...stockLevel, quantity: count, receivedAt: time });
const stockAdjusted = record({ ...ofProduct, ...stockLevel, change: whole, adjustedAt: time });
const stockReserved = record({
  ...ofLine,
  ...fromWaitlist,
  userId: nullable(text),
  quantity: count,
  change: whole,
  reservedAt: time,
});
const reservationWaitlisted = record({
  ...ofLine,
  userId: nullable(text),
  requested: count,
  place: count,
  waitlistedAt: time,
});
const reservationRefused = record({
  ...ofLine,
  ...fromWaitlist,
  requested: count,
  held: count,
  reason: oneOf(...refusalReasons),
  refusedAt: time,
});
const reservationReleased = record({
  ...ofLine,
  ...fromWaitlist,
  quantity: count,
  cause: oneOf(...releaseCauses),
  releasedAt: time,
});
const reservationCommitted = record({ ...ofLine, quantity: count, committedAt: time });

/** When a change is a new version, and when it is none: docs/guides/evolve-an-event.md. */
export const inventoryEventShapes: EventShapes<InventoryEvent> = {
  ProductAdded: { 1: asStored(productAdded) },
  ProductDetailsChanged: { 1: asStored(productDetailsChanged) },
  ProductPriceChanged: { 1: asStored(productPriceChanged) },
  SaleTermsChanged: { 1: asStored(saleTermsChanged) },
  NameClaimRevoked: { 1: asStored(nameClaimRevoked) },
  ProductWithdrawn: { 1: asStored(productWithdrawn) },
  StockReceived: { 1: asStored(stockReceived) },
  StockAdjusted: { 1: asStored(stockAdjusted) },
  StockReserved: { 1: asStored(stockReserved) },
  ReservationWaitlisted: { 1: asStored(reservationWaitlisted) },
  ReservationRefused: { 1: asStored(reservationRefused) },
  ReservationReleased: { 1: asStored(reservationReleased) },
  ReservationCommitted: { 1: asStored(reservationCommitted) },
};
