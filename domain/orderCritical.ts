import type { InventoryEvent } from './inventory/index.js';
import { isOrderStream, type OrderEvent } from './order/index.js';
import type { ProductNameEvent } from './productName/index.js';

type EventType = (OrderEvent | InventoryEvent | ProductNameEvent)['type'];

/**
 * Whether the read models and messages of orders would be wrong for good without the event, or its
 * units be counted wrong. Commands are another matter: where an event of a stream cannot be read,
 * critical or not, they wait for a release that can read it.
 */
const orderCritical: Readonly<Record<EventType, boolean>> = {
  OrderPlaced: true,
  OrderItemAdded: true,
  OrderItemQuantityChanged: true,
  OrderItemRemoved: true,
  OrderItemReserved: true,
  OrderItemRefused: true,
  OrderItemWaitlisted: true,
  OrderConfirmed: true,
  OrderCancelled: true,
  OrderShipped: true,
  OrderDelivered: true,
  OrderPaid: true,
  OrderPaymentReminded: false,
  StockReserved: true,
  ReservationWaitlisted: true,
  ReservationRefused: true,
  ReservationReleased: true,
  ReservationCommitted: true,
  ProductAdded: false,
  ProductDetailsChanged: false,
  ProductPriceChanged: false,
  SaleTermsChanged: false,
  NameClaimRevoked: false,
  ProductWithdrawn: false,
  StockReceived: false,
  StockAdjusted: false,
  NameClaimed: false,
  NameReleased: false,
};

/**
 * Returns whether orders depend on the event: the alarm is louder where it cannot be projected. Of
 * the events that only a newer release knows, all of an order are critical, and those whose name
 * says that they are about a reservation.
 */
export const isOrderCritical = ({
  stream,
  type,
}: Readonly<{ stream: string; type: string }>): boolean =>
  isKnown(type) ? orderCritical[type] : isOrderStream(stream) || type.startsWith('Reservation');

const isKnown = (type: string): type is EventType => Object.hasOwn(orderCritical, type);
