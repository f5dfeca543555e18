import type {
  CancellationReason,
  OrderCancelled,
  OrderConfirmed,
  OrderDelivered,
  OrderItemRefused,
  OrderItemReserved,
  OrderPaid,
  OrderPaymentReminded,
  OrderItemWaitlisted,
  OrderShipped,
  LineRefusalReason,
} from '../../../domain/order/index.js';

type StatusEvent =
  | OrderConfirmed
  | OrderCancelled
  | OrderShipped
  | OrderDelivered
  | OrderItemReserved
  | OrderItemRefused
  | OrderItemWaitlisted
  | OrderPaid
  | OrderPaymentReminded;

/** What the buyer reads. */
export const textOf = (event: StatusEvent): string => {
  switch (event.type) {
    case 'OrderConfirmed':
      return event.data.payBy === undefined
        ? 'Your order is confirmed.'
        : 'Your order is confirmed. It is yours until the time to pay is over.';
    case 'OrderCancelled':
      return `Your order was cancelled: ${cancellations[event.data.reason]}.`;
    case 'OrderShipped':
      return 'Your order is on its way.';
    case 'OrderDelivered':
      return 'Your order was delivered.';
    case 'OrderItemWaitlisted':
      return `You are on the waitlist, at place ${event.data.place}.`;
    case 'OrderItemReserved':
      return 'Your order was changed as you asked.';
    case 'OrderItemRefused':
      return `Your order stays as it was: ${refusals[event.data.reason]}.`;
    case 'OrderPaid':
      return 'Your payment has arrived.';
    case 'OrderPaymentReminded':
      return 'Your order is cancelled in a minute if it is not paid.';
  }
};

const refusals: Readonly<Record<LineRefusalReason, string>> = {
  OUT_OF_STOCK: 'there are not enough units left',
  LIMIT_PER_CUSTOMER: 'it is more than one customer may buy',
  SALE_NOT_STARTED: 'the sale has not started',
  SALE_ENDED: 'the sale has ended',
  PRODUCT_WITHDRAWN: 'the product is not sold any more',
};

const cancellations: Readonly<Record<CancellationReason, string>> = {
  ...refusals,
  CANCELLED_BY_CUSTOMER: 'you asked for it',
  CANCELLED_BY_ADMIN: 'the shop had to cancel it',
  PAYMENT_EXPIRED: 'it was not paid in time',
};
