import type { SetReservation } from '../../../domain/inventory/index.js';
import {
  bob,
  commit,
  committed,
  earlier,
  given,
  itemB,
  later,
  now,
  orderB,
  refused,
  release,
  released,
  reserved,
  setReservation,
  withdrawn,
  withStock,
} from './inventoryFixture.js';

const orderOfB = { orderId: orderB, itemId: itemB };

describe('Inventory: what it refuses to orders', () => {
  describe('of a withdrawn product', () => {
    const held = [...withStock(5), reserved(3, { onHand: 5, available: 2 }), withdrawn];

    it('are refused, before any other rule', () => {
      given(...withStock(1, { maxPerCustomer: 1, saleStartsAt: later }), withdrawn)
        .when(setReservation(9))
        .then(refused('PRODUCT_WITHDRAWN', { requested: 9, held: 0, onHand: 1, available: 1 }));
    });

    it('live on when they were held before', () => {
      given(...held)
        .when(setReservation(3, { orderRevision: 4 }))
        .then(reserved(3, { onHand: 5, available: 2 }, { change: 0, orderRevision: 4 }));
      given(...held)
        .when(setReservation(2, { orderRevision: 4 }))
        .then(reserved(2, { onHand: 5, available: 3 }, { change: -1, orderRevision: 4 }));
      given(...held)
        .when(release(4))
        .then(released(3, { onHand: 5, available: 5 }, { orderRevision: 4 }));
      given(...held)
        .when(commit(4))
        .then(committed(3, { onHand: 2, available: 2 }, { orderRevision: 4 }));
    });
  });

  describe('in a sale from now to later', () => {
    const window = { saleStartsAt: now, saleEndsAt: later };

    const refusedFor = (reason: 'SALE_NOT_STARTED' | 'SALE_ENDED', refusedAt = now) =>
      refused(reason, { requested: 9, held: 0, onHand: 5, available: 5, refusedAt });

    it('are refused when the order was placed before, whatever else is wrong', () => {
      given(...withStock(5, { ...window, maxPerCustomer: 1 }))
        .when(setReservation(9, { placedAt: '2026-11-27T11:59:59.999Z', now: later }))
        .then(refusedFor('SALE_NOT_STARTED', later));
    });

    it('are accepted from the first instant to the one before the end', () => {
      given(...withStock(5, window))
        .when(setReservation(1, { placedAt: now }))
        .then(reserved(1, { onHand: 5, available: 4 }));
      given(...withStock(5, window))
        .when(setReservation(1, { placedAt: '2026-11-27T12:59:59.999Z' }))
        .then(reserved(1, { onHand: 5, available: 4 }));
    });

    it('are refused from the end on', () => {
      given(...withStock(5, { ...window, maxPerCustomer: 1 }))
        .when(setReservation(9, { placedAt: later }))
        .then(refusedFor('SALE_ENDED'));
    });

    it('may be lowered after it', () => {
      given(...withStock(5, window), reserved(3, { onHand: 5, available: 2 }))
        .when(setReservation(1, { orderRevision: 4, placedAt: '2026-11-28T00:00:00Z' }))
        .then(reserved(1, { onHand: 5, available: 4 }, { change: -2, orderRevision: 4 }));
    });

    it('follow the terms that are in force', () => {
      given(...withStock(5, window), {
        type: 'SaleTermsChanged',
        data: {
          productId: setReservation(1).data.productId,
          maxPerCustomer: null,
          saleStartsAt: earlier,
          saleEndsAt: null,
          changedAt: now,
        },
      })
        .when(setReservation(1, { placedAt: '2030-01-01T00:00:00.000Z' }))
        .then(reserved(1, { onHand: 5, available: 4 }));
    });
  });

  describe('with a limit of 3 per customer', () => {
    const limited = withStock(9, { maxPerCustomer: 3 });
    const two = reserved(2, { onHand: 9, available: 7 });

    const asksAgain = (quantity: number, data: Partial<SetReservation['data']> = {}) =>
      setReservation(quantity, { ...orderOfB, ...data });

    const overTheLimit = (requested: number, available: number) =>
      refused('LIMIT_PER_CUSTOMER', { requested, held: 0, onHand: 9, available, ...orderOfB });

    it('reserves up to the limit', () => {
      given(...limited)
        .when(setReservation(3))
        .then(reserved(3, { onHand: 9, available: 6 }));
    });

    it('refuses more, before it looks at the stock', () => {
      given(...limited)
        .when(asksAgain(10))
        .then(overTheLimit(10, 9));
    });

    it('counts over all orders of the customer', () => {
      given(...limited, two)
        .when(asksAgain(1))
        .then(reserved(1, { onHand: 9, available: 6 }, orderOfB));
      given(...limited, two)
        .when(asksAgain(2))
        .then(overTheLimit(2, 7));
    });

    it('counts what the line itself holds once', () => {
      given(...limited, two)
        .when(setReservation(3, { orderRevision: 4 }))
        .then(reserved(3, { onHand: 9, available: 6 }, { change: 1, orderRevision: 4 }));
      given(...limited, two)
        .when(setReservation(4, { orderRevision: 4 }))
        .then(
          refused('LIMIT_PER_CUSTOMER', {
            requested: 4,
            held: 2,
            onHand: 9,
            available: 7,
            orderRevision: 4,
          }),
        );
    });

    it('does not count what others hold', () => {
      given(...limited, two)
        .when(asksAgain(3, { userId: bob }))
        .then(reserved(3, { onHand: 9, available: 4 }, { ...orderOfB, userId: bob }));
    });

    it('does not count what was released', () => {
      given(...limited, two, released(2, { onHand: 9, available: 9 }, { orderRevision: 2 }))
        .when(asksAgain(3))
        .then(reserved(3, { onHand: 9, available: 6 }, orderOfB));
    });

    it('counts what is left of a lowered line', () => {
      const lowered = reserved(1, { onHand: 9, available: 8 }, { change: -1, orderRevision: 3 });
      given(...limited, two, lowered)
        .when(asksAgain(2))
        .then(reserved(2, { onHand: 9, available: 6 }, orderOfB));
      given(...limited, two, lowered)
        .when(asksAgain(3))
        .then(overTheLimit(3, 8));
    });

    it('counts what was shipped', () => {
      given(...limited, two, committed(2, { onHand: 7, available: 7 }, { orderRevision: 2 }))
        .when(asksAgain(2))
        .then(
          refused('LIMIT_PER_CUSTOMER', {
            requested: 2,
            held: 0,
            onHand: 7,
            available: 7,
            ...orderOfB,
          }),
        );
    });

    it('does not count what was refused', () => {
      given(...limited, overTheLimit(4, 9))
        .when(setReservation(3))
        .then(reserved(3, { onHand: 9, available: 6 }));
    });

    it('still counts what is held after a refused raise', () => {
      given(
        ...limited,
        two,
        refused('LIMIT_PER_CUSTOMER', {
          requested: 4,
          held: 2,
          onHand: 9,
          available: 7,
          orderRevision: 4,
        }),
      )
        .when(asksAgain(2))
        .then(overTheLimit(2, 7));
    });
  });
});
