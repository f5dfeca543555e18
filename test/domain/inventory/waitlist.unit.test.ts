import {
  adjust,
  adjusted,
  change,
  commit,
  count,
  earlier,
  given,
  itemB,
  later,
  now,
  orderA,
  orderB,
  productId,
  received,
  refused,
  release,
  released,
  releaseManually,
  reserved,
  reserveManually,
  serveWaitlist,
  setReservation,
  waitlisted,
  withdraw,
  withdrawn,
  withStock,
  bob,
} from './inventoryFixture.js';

const third = {
  orderId: 'c0000000-0000-4000-8000-000000000003',
  itemId: 'c1000000-0000-4000-8000-000000000003',
};
const ofB = { orderId: orderB, itemId: itemB, userId: bob };
const lineB = { orderId: orderB, itemId: itemB };
const wait = (quantity: number, data = {}) =>
  setReservation(quantity, { ifSoldOut: 'WAIT', ...data });

const none = { onHand: 2, available: 0 };
const soldOut = [...withStock(2), reserved(2, none, third)];

describe('Inventory: the waitlist', () => {
  describe('while there are units', () => {
    it('reserves for who would wait', () => {
      given(...withStock(2))
        .when(wait(2))
        .then(reserved(2, none));
    });

    it('lets wait who wants more than there are', () => {
      given(...withStock(2))
        .when(wait(3))
        .then(waitlisted(3, { onHand: 2, available: 2 }));
    });
  });

  describe('of a product that is sold out', () => {
    it('refuses who would not wait', () => {
      given(...soldOut)
        .when(setReservation(1))
        .then(refused('OUT_OF_STOCK', { requested: 1, held: 0, ...none }));
      given(...soldOut)
        .when(setReservation(1, { ifSoldOut: 'REFUSE' }))
        .then(refused('OUT_OF_STOCK', { requested: 1, held: 0, ...none }));
    });

    it('counts places from 1', () => {
      given(...soldOut)
        .when(wait(1))
        .then(waitlisted(1, none, { place: 1 }));
      given(...soldOut, waitlisted(1, none))
        .when(wait(1, ofB))
        .then(waitlisted(1, none, { place: 2, ...ofB }));
    });

    it('gives the place of one who left to nobody', () => {
      given(...soldOut, waitlisted(1, none), released(0, none, { place: 1, orderRevision: 2 }))
        .when(wait(1, ofB))
        .then(waitlisted(1, none, { place: 2, ...ofB }));
    });

    it('refuses for every other reason as ever', () => {
      given(...withStock(0, { saleStartsAt: later }))
        .when(wait(1))
        .then(refused('SALE_NOT_STARTED', { requested: 1, held: 0, onHand: 0, available: 0 }));
      given(...soldOut, withdrawn)
        .when(wait(1))
        .then(refused('PRODUCT_WITHDRAWN', { requested: 1, held: 0, ...none }));
    });

    it('counts what is waited for within the limit of a customer', () => {
      const level = { onHand: 0, available: 0 };
      const first = [...withStock(0, { maxPerCustomer: 3 }), waitlisted(2, level)];
      given(...first)
        .when(wait(2, lineB))
        .then(refused('LIMIT_PER_CUSTOMER', { requested: 2, held: 0, ...level, ...lineB }));
      given(...first)
        .when(wait(1, lineB))
        .then(waitlisted(1, level, { place: 2, ...lineB }));
      given(...first, released(0, level, { place: 1, orderRevision: 2 }))
        .when(wait(3, lineB))
        .then(waitlisted(3, level, { place: 2, ...lineB }));
    });

    it('lets nobody wait who holds units already', () => {
      given(...withStock(2), reserved(2, none))
        .when(wait(3, { orderRevision: 4 }))
        .then(refused('OUT_OF_STOCK', { requested: 3, held: 2, ...none, orderRevision: 4 }));
    });
  });

  describe('with one who waits for a unit', () => {
    const waiting = [...soldOut, waitlisted(1, none)];

    it('ignores the same target again, and an older one', () => {
      given(...waiting)
        .when(wait(1))
        .thenNothing();
      given(...soldOut, waitlisted(1, none, { orderRevision: 4 }))
        .when(wait(2, { orderRevision: 3 }))
        .thenNothing();
    });

    it('has nothing to commit', () => {
      given(...waiting)
        .when(commit(5))
        .thenNothing();
    });

    it('hands over what an order lets go, in the same decision', () => {
      given(...waiting)
        .when(release(2, third))
        .then(
          released(2, { onHand: 2, available: 2 }, { orderRevision: 2, ...third }),
          reserved(1, { onHand: 2, available: 1 }, { place: 1 }),
        );
    });

    it('hands over what an order lowers', () => {
      given(...waiting)
        .when(setReservation(1, { orderRevision: 2, ...third }))
        .then(
          reserved(1, { onHand: 2, available: 1 }, { change: -1, orderRevision: 2, ...third }),
          reserved(1, none, { place: 1 }),
        );
    });

    it('hands over what is received or counted', () => {
      given(...waiting)
        .when(adjust(1))
        .then(
          received(1, { onHand: 3, available: 1 }),
          reserved(1, { onHand: 3, available: 0 }, { place: 1 }),
        );
      given(...waiting)
        .when(count(4))
        .then(
          adjusted(2, { onHand: 4, available: 2 }),
          reserved(1, { onHand: 4, available: 1 }, { place: 1 }),
        );
    });

    it('hands over what was reserved by hand', () => {
      const id = 'd0000000-0000-4000-8000-000000000004';
      const manual = { orderId: `manual:${id}`, itemId: null, userId: null };
      const byHand = { orderId: `manual:${id}`, itemId: null, cause: 'MANUAL' } as const;
      given(...withStock(2), reserved(2, none, manual), waitlisted(2, none))
        .when(releaseManually(id))
        .then(released(2, { onHand: 2, available: 2 }, byHand), reserved(2, none, { place: 1 }));
    });

    it('has the entry no more after the hand-over', () => {
      given(
        ...waiting,
        received(1, { onHand: 3, available: 1 }),
        reserved(1, { onHand: 3, available: 0 }, { place: 1 }),
      )
        .when(adjust(1))
        .then(received(1, { onHand: 4, available: 1 }));
    });

    it('lets the entry leave', () => {
      given(...waiting)
        .when(release(2))
        .then(released(0, none, { place: 1, orderRevision: 2 }));
      given(...waiting)
        .when(setReservation(0, { orderRevision: 2 }))
        .then(released(0, none, { cause: 'LINE_REMOVED', place: 1, orderRevision: 2 }));
    });

    it('serves nobody who left', () => {
      given(...waiting, released(0, none, { place: 1, orderRevision: 2 }))
        .when(adjust(1))
        .then(received(1, { onHand: 3, available: 1 }));
    });

    it('takes another target of the entry like any other', () => {
      const wanting = [...withStock(2), waitlisted(3, { onHand: 2, available: 2 })];
      given(...wanting)
        .when(wait(2, { orderRevision: 2 }))
        .then(reserved(2, none, { place: 1, orderRevision: 2 }));
      given(...wanting)
        .when(wait(4, { orderRevision: 2 }))
        .then(
          refused('OUT_OF_STOCK', {
            requested: 4,
            held: 0,
            onHand: 2,
            available: 2,
            place: 1,
            orderRevision: 2,
          }),
        );
    });

    it('counts another target of the entry once within the limit', () => {
      given(...withStock(2, { maxPerCustomer: 3 }), waitlisted(3, { onHand: 2, available: 2 }))
        .when(wait(2, { orderRevision: 2 }))
        .then(reserved(2, none, { place: 1, orderRevision: 2 }));
    });
  });

  describe('with two who wait', () => {
    const level = { onHand: 0, available: 0 };
    const waiting = [
      ...withStock(0),
      waitlisted(2, level),
      waitlisted(1, level, { place: 2, ...ofB }),
    ];

    it('serves them in order of place', () => {
      given(...waiting)
        .when(adjust(3))
        .then(
          received(3, { onHand: 3, available: 3 }),
          reserved(2, { onHand: 3, available: 1 }, { place: 1 }),
          reserved(1, { onHand: 3, available: 0 }, { place: 2, ...ofB }),
        );
    });

    it('passes over who wants more than is left, who stays first', () => {
      const passed = [
        received(1, { onHand: 1, available: 1 }),
        reserved(1, { onHand: 1, available: 0 }, { place: 2, ...ofB }),
      ];
      given(...waiting)
        .when(adjust(1))
        .then(...passed);
      given(...waiting, ...passed)
        .when(adjust(2))
        .then(
          received(2, { onHand: 3, available: 2 }),
          reserved(2, { onHand: 3, available: 0 }, { place: 1 }),
        );
    });

    it('leaves to others what nobody who waits can use', () => {
      given(...waiting.slice(0, -1), received(1, { onHand: 1, available: 1 }))
        .when(setReservation(1, lineB))
        .then(reserved(1, { onHand: 1, available: 0 }, lineB));
    });
  });

  describe('while units that somebody waits for are not handed over yet', () => {
    const level = { onHand: 0, available: 0 };
    const free = { onHand: 1, available: 1 };
    const unserved = [...withStock(0), waitlisted(1, level), received(1, free)];
    const served = reserved(1, { onHand: 1, available: 0 }, { place: 1 });

    it('hands them over when it is told to', () => {
      given(...unserved)
        .when(serveWaitlist)
        .then(served);
      given(...unserved, served)
        .when(serveWaitlist)
        .thenNothing();
    });

    it('gives them to nobody else', () => {
      given(...unserved)
        .when(setReservation(1, lineB))
        .then(refused('OUT_OF_STOCK', { requested: 1, held: 0, ...free, ...lineB }), served);
      given(...unserved)
        .when(wait(1, ofB))
        .then(waitlisted(1, free, { place: 2, ...ofB }), served);
    });

    it('goes on with every repeat', () => {
      given(...unserved)
        .when(wait(1))
        .then(served);
    });

    it('serves nobody after the sale, or of a product that was withdrawn', () => {
      const ended = [
        ...withStock(0, { saleEndsAt: later }),
        waitlisted(1, level),
        received(1, free),
      ];
      given(...ended)
        .when({ type: 'ServeWaitlist', data: { productId, now: later } })
        .thenNothing();
      given(...ended)
        .when(serveWaitlist)
        .then(served);
      given(...unserved, withdrawn)
        .when(serveWaitlist)
        .thenNothing();
      given(...unserved)
        .when(withdraw)
        .then(withdrawn);
    });

    it('serves again when the sale goes on', () => {
      given(...withStock(0, { saleEndsAt: now }), waitlisted(1, level), received(1, free))
        .when(change({ saleEndsAt: later }))
        .then(
          {
            type: 'SaleTermsChanged',
            data: {
              productId,
              changedAt: now,
              maxPerCustomer: null,
              saleStartsAt: null,
              paymentWindowSeconds: null,
              saleEndsAt: later,
            },
          },
          served,
        );
    });

    it('lets an admin reserve by hand', () => {
      const id = 'd0000000-0000-4000-8000-000000000004';
      const manual = { orderId: `manual:${id}`, itemId: null, userId: null };
      given(...unserved)
        .when(reserveManually(id, 1))
        .then(reserved(1, { onHand: 1, available: 0 }, manual));
    });
  });

  it('is of a product that was added', () => {
    given().when(serveWaitlist).thenRejects('PRODUCT_NOT_FOUND');
  });

  it('tells an order that waits from one placed earlier', () => {
    given(...withStock(0, { saleEndsAt: now }))
      .when(wait(1, { placedAt: earlier, orderId: orderA }))
      .then(waitlisted(1, { onHand: 0, available: 0 }));
  });
});
