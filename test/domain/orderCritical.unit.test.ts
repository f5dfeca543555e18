import { expect } from 'chai';
import { inventoryStream } from '../../domain/inventory/index.js';
import { orderStream } from '../../domain/order/index.js';
import { isOrderCritical } from '../../domain/orderCritical.js';
import { productNameStream } from '../../domain/productName/index.js';

const someId = '3f0c4b8e-6a1d-4c57-9b2e-0d8f7a651234';

const known: Readonly<Record<string, Readonly<Record<string, boolean>>>> = {
  [orderStream(someId)]: {
    OrderPlaced: true,
    OrderItemAdded: true,
    OrderItemQuantityChanged: true,
    OrderItemRemoved: true,
    OrderItemReserved: true,
    OrderItemRefused: true,
    OrderConfirmed: true,
    OrderCancelled: true,
    OrderShipped: true,
    OrderDelivered: true,
    OrderPaid: true,
    OrderPaymentReminded: false,
    OrderPainted: true,
  },
  [inventoryStream(someId)]: {
    StockReserved: true,
    ReservationRefused: true,
    ReservationReleased: true,
    ReservationCommitted: true,
    ReservationPainted: true,
    ProductAdded: false,
    ProductDetailsChanged: false,
    ProductPriceChanged: false,
    SaleTermsChanged: false,
    NameClaimRevoked: false,
    ProductWithdrawn: false,
    StockReceived: false,
    StockAdjusted: false,
    ProductPainted: false,
  },
  [productNameStream(someId)]: {
    NameClaimed: false,
    NameReleased: false,
    NamePainted: false,
  },
};

describe('What is order-critical', () => {
  for (const [stream, types] of Object.entries(known))
    for (const [type, expected] of Object.entries(types))
      it(`says ${expected ? 'yes' : 'no'} to ${type} in ${stream}`, () => {
        expect(isOrderCritical({ stream, type })).to.equal(expected);
      });

  it('takes no word for an event that every object has', () => {
    expect(isOrderCritical({ stream: inventoryStream(someId), type: 'toString' })).to.equal(false);
  });
});
