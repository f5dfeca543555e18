import { expect } from 'chai';
import { manualOrderId, reservationIdOf } from '../../../domain/inventory/index.js';
import {
  alice,
  given,
  later,
  releaseManually,
  released,
  reserved,
  reserveManually,
  setReservation,
  withdrawn,
  withStock,
} from './inventoryFixture.js';

const id = 'c0000000-0000-4000-8000-000000000001';
const other = 'c0000000-0000-4000-8000-000000000002';
const itsLine = { orderId: `manual:${id}`, itemId: null };
const manual = { ...itsLine, userId: null };

describe('Inventory: manual reservations', () => {
  it('have a name space of their own', () => {
    expect(manualOrderId(id)).to.equal(`manual:${id}`);
    expect(reservationIdOf(manualOrderId(id))).to.equal(id);
  });

  it('need a product', () => {
    given().when(reserveManually(id, 1)).thenRejects('PRODUCT_NOT_FOUND');
    given().when(releaseManually(id)).thenRejects('PRODUCT_NOT_FOUND');
    given(...withStock(5), withdrawn)
      .when(reserveManually(id, 1))
      .thenRejects('PRODUCT_NOT_FOUND');
  });

  it('reserve, down to the last unit', () => {
    given(...withStock(5))
      .when(reserveManually(id, 5))
      .then(reserved(5, { onHand: 5, available: 0 }, manual));
  });

  it('find too little and may be tried again', () => {
    given(...withStock(5))
      .when(reserveManually(id, 6))
      .thenRejects('OUT_OF_STOCK');
  });

  it('look neither at the window nor at the limit', () => {
    given(...withStock(5, { maxPerCustomer: 1, saleStartsAt: later }))
      .when(reserveManually(id, 2))
      .then(reserved(2, { onHand: 5, available: 3 }, manual));
  });

  it('do not count for the limit of a customer', () => {
    const held = reserved(2, { onHand: 5, available: 3 }, manual);
    given(...withStock(5, { maxPerCustomer: 2 }), held)
      .when(setReservation(2, { userId: alice }))
      .then(reserved(2, { onHand: 5, available: 1 }));
  });

  it('cannot be released when they do not exist', () => {
    given(...withStock(5))
      .when(releaseManually(id))
      .thenRejects('RESERVATION_NOT_FOUND');
  });

  describe('held', () => {
    const held = [...withStock(5), reserved(2, { onHand: 5, available: 3 }, manual)];

    it('are repeated without effect', () => {
      given(...held)
        .when(reserveManually(id, 2))
        .thenNothing();
      given(...held, withdrawn)
        .when(reserveManually(id, 2))
        .thenNothing();
    });

    it('refuse another quantity', () => {
      given(...held)
        .when(reserveManually(id, 3))
        .thenRejects('RESERVATION_MISMATCH');
    });

    it('are released, also from a withdrawn product', () => {
      const gone = released(2, { onHand: 5, available: 5 }, { ...itsLine, cause: 'MANUAL' });
      given(...held)
        .when(releaseManually(id))
        .then(gone);
      given(...held, withdrawn)
        .when(releaseManually(id))
        .then(gone);
    });

    it('leave other reservations alone', () => {
      given(...held)
        .when(reserveManually(other, 3))
        .then(
          reserved(3, { onHand: 5, available: 0 }, { ...manual, orderId: manualOrderId(other) }),
        );
      given(...held)
        .when(reserveManually(other, 4))
        .thenRejects('OUT_OF_STOCK');
    });
  });

  describe('released', () => {
    const events = [
      ...withStock(5),
      reserved(2, { onHand: 5, available: 3 }, manual),
      released(2, { onHand: 5, available: 5 }, { ...itsLine, cause: 'MANUAL' }),
    ];

    it('are released once', () => {
      given(...events)
        .when(releaseManually(id))
        .thenNothing();
    });

    it('do not come back', () => {
      given(...events)
        .when(reserveManually(id, 2))
        .thenRejects('RESERVATION_RELEASED');
      given(...events)
        .when(reserveManually(id, 3))
        .thenRejects('RESERVATION_RELEASED');
    });
  });
});
