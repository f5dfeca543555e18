import {
  commit,
  committed,
  given,
  itemB,
  orderB,
  refused,
  release,
  released,
  reserved,
  setReservation,
  withStock,
} from './inventoryFixture.js';

const orderOfB = { orderId: orderB, itemId: itemB };

describe('Inventory: reservations of orders', () => {
  describe('of a product that was never added', () => {
    it('are refused as errors', () => {
      given().when(setReservation(1)).thenRejects('PRODUCT_NOT_FOUND');
      given().when(release(1)).thenRejects('PRODUCT_NOT_FOUND');
      given().when(commit(1)).thenRejects('PRODUCT_NOT_FOUND');
    });
  });

  describe('with 5 units free', () => {
    it('reserves', () => {
      given(...withStock(5))
        .when(setReservation(3))
        .then(reserved(3, { onHand: 5, available: 2 }));
    });

    it('reserves the last unit', () => {
      given(...withStock(5))
        .when(setReservation(5))
        .then(reserved(5, { onHand: 5, available: 0 }));
    });

    it('refuses more than there is, and says what is left', () => {
      given(...withStock(5))
        .when(setReservation(6))
        .then(refused('OUT_OF_STOCK', { requested: 6, held: 0, onHand: 5, available: 5 }));
    });

    it('answers a target of 0 for a line that holds nothing', () => {
      given(...withStock(5))
        .when(setReservation(0, { orderRevision: 4 }))
        .then(
          released(0, { onHand: 5, available: 5 }, { cause: 'LINE_REMOVED', orderRevision: 4 }),
        );
    });
  });

  describe('with 3 of 5 units held', () => {
    const held = [...withStock(5), reserved(3, { onHand: 5, available: 2 })];

    it('ignores the same target again', () => {
      given(...held)
        .when(setReservation(3))
        .thenNothing();
    });

    it('ignores an older target that comes late', () => {
      given(...withStock(5), reserved(3, { onHand: 5, available: 2 }, { orderRevision: 4 }))
        .when(setReservation(1, { orderRevision: 3 }))
        .thenNothing();
    });

    it('gives another order what is free, not more', () => {
      given(...held)
        .when(setReservation(2, orderOfB))
        .then(reserved(2, { onHand: 5, available: 0 }, orderOfB));
      given(...held)
        .when(setReservation(3, orderOfB))
        .then(
          refused('OUT_OF_STOCK', {
            requested: 3,
            held: 0,
            onHand: 5,
            available: 2,
            ...orderOfB,
          }),
        );
    });

    it('raises the line by what is missing', () => {
      given(...held)
        .when(setReservation(5, { orderRevision: 4 }))
        .then(reserved(5, { onHand: 5, available: 0 }, { change: 2, orderRevision: 4 }));
    });

    it('refuses a raise that the stock does not allow and keeps what is held', () => {
      given(...held)
        .when(setReservation(6, { orderRevision: 4 }))
        .then(
          refused('OUT_OF_STOCK', {
            requested: 6,
            held: 3,
            onHand: 5,
            available: 2,
            orderRevision: 4,
          }),
        );
    });

    it('lowers the line', () => {
      given(...held)
        .when(setReservation(1, { orderRevision: 4 }))
        .then(reserved(1, { onHand: 5, available: 4 }, { change: -2, orderRevision: 4 }));
    });

    it('answers an unchanged target too', () => {
      given(...held)
        .when(setReservation(3, { orderRevision: 4 }))
        .then(reserved(3, { onHand: 5, available: 2 }, { change: 0, orderRevision: 4 }));
    });

    it('refuses a raise by a single unit too', () => {
      const rest = reserved(2, { onHand: 5, available: 0 }, orderOfB);
      given(...held, rest)
        .when(setReservation(4, { orderRevision: 4 }))
        .then(
          refused('OUT_OF_STOCK', {
            requested: 4,
            held: 3,
            onHand: 5,
            available: 0,
            orderRevision: 4,
          }),
        );
    });

    it('removes the line', () => {
      given(...held)
        .when(setReservation(0, { orderRevision: 4 }))
        .then(
          released(3, { onHand: 5, available: 5 }, { cause: 'LINE_REMOVED', orderRevision: 4 }),
        );
    });

    it('releases the line of a cancelled order', () => {
      given(...held)
        .when(release(2))
        .then(released(3, { onHand: 5, available: 5 }, { orderRevision: 2 }));
    });

    it('takes the line of a shipped order out of the stock', () => {
      given(...held)
        .when(commit(2))
        .then(committed(3, { onHand: 2, available: 2 }, { orderRevision: 2 }));
    });

    it('leaves what another order holds', () => {
      const both = [...held, reserved(1, { onHand: 5, available: 1 }, orderOfB)];
      given(...both)
        .when(commit(2))
        .then(committed(3, { onHand: 2, available: 1 }, { orderRevision: 2 }));
      given(...both)
        .when(release(2))
        .then(released(3, { onHand: 5, available: 4 }, { orderRevision: 2 }));
    });

    it('keeps a single unit after a refused raise', () => {
      const single = reserved(1, { onHand: 5, available: 4 });
      const refusal = { requested: 9, held: 1, onHand: 5, available: 4, orderRevision: 4 };
      given(...withStock(5), single, refused('OUT_OF_STOCK', refusal))
        .when(commit(5))
        .then(committed(1, { onHand: 4, available: 4 }, { orderRevision: 5 }));
    });

    it('ignores a release or shipment that is older than the last answer', () => {
      given(...held)
        .when(release(0))
        .thenNothing();
      given(...held)
        .when(commit(0))
        .thenNothing();
    });

    it('keeps them after a refused raise', () => {
      const refusal = refused('OUT_OF_STOCK', {
        requested: 9,
        held: 3,
        onHand: 5,
        available: 2,
        orderRevision: 4,
      });
      given(...held, refusal)
        .when(setReservation(9, { orderRevision: 4 }))
        .thenNothing();
      given(...held, refusal)
        .when(release(5))
        .then(released(3, { onHand: 5, available: 5 }, { orderRevision: 5 }));
      given(...held, refusal)
        .when(commit(5))
        .then(committed(3, { onHand: 2, available: 2 }, { orderRevision: 5 }));
    });
  });

  describe('refused at revision 0', () => {
    const refusedAtOnce = [
      ...withStock(1),
      refused('OUT_OF_STOCK', { requested: 2, held: 0, onHand: 1, available: 1 }),
    ];

    it('stay refused when the message is repeated', () => {
      given(...refusedAtOnce)
        .when(setReservation(2))
        .thenNothing();
    });

    it('need no release: nothing else can be on its way', () => {
      given(...refusedAtOnce)
        .when(release(3))
        .thenNothing();
    });

    it('have nothing to ship', () => {
      given(...refusedAtOnce)
        .when(commit(3))
        .thenNothing();
    });
  });

  describe('refused at a later revision', () => {
    it('get a tombstone when the order is cancelled, for a newer target may be on its way', () => {
      given(
        ...withStock(1),
        refused('OUT_OF_STOCK', {
          requested: 2,
          held: 0,
          onHand: 1,
          available: 1,
          orderRevision: 4,
        }),
      )
        .when(release(8))
        .then(released(0, { onHand: 1, available: 1 }, { orderRevision: 8 }));
    });

    it('may succeed with a newer target', () => {
      given(
        ...withStock(1),
        refused('OUT_OF_STOCK', {
          requested: 2,
          held: 0,
          onHand: 1,
          available: 1,
          orderRevision: 4,
        }),
      )
        .when(setReservation(1, { orderRevision: 7, itemId: itemB }))
        .then(reserved(1, { onHand: 1, available: 0 }, { orderRevision: 7, itemId: itemB }));
    });
  });

  describe('cancelled before they were seen', () => {
    const tombstone = released(0, { onHand: 5, available: 5 }, { orderRevision: 1 });

    it('leave a tombstone', () => {
      given(...withStock(5))
        .when(release(1))
        .then(tombstone);
    });

    it('are stale when they come', () => {
      given(...withStock(5), tombstone)
        .when(setReservation(3))
        .thenNothing();
    });

    it('leave one tombstone only', () => {
      given(...withStock(5), tombstone)
        .when(release(1))
        .thenNothing();
    });
  });

  describe('released', () => {
    const events = [
      ...withStock(5),
      reserved(3, { onHand: 5, available: 2 }),
      released(3, { onHand: 5, available: 5 }, { orderRevision: 2 }),
    ];

    it('are not released twice', () => {
      given(...events)
        .when(release(2))
        .thenNothing();
    });

    it('are not shipped', () => {
      given(...events)
        .when(commit(3))
        .thenNothing();
    });

    it('free their units', () => {
      given(...events)
        .when(setReservation(5, orderOfB))
        .then(reserved(5, { onHand: 5, available: 0 }, orderOfB));
    });

    it('leave a tombstone again when a removed line may have come back', () => {
      const removed = released(
        3,
        { onHand: 5, available: 5 },
        { cause: 'LINE_REMOVED', orderRevision: 4 },
      );
      given(...withStock(5), reserved(3, { onHand: 5, available: 2 }), removed)
        .when(release(7))
        .then(released(0, { onHand: 5, available: 5 }, { orderRevision: 7 }));
    });
  });

  describe('shipped', () => {
    const events = [
      ...withStock(5),
      reserved(3, { onHand: 5, available: 2 }),
      committed(3, { onHand: 2, available: 2 }, { orderRevision: 2 }),
    ];

    it('are final', () => {
      given(...events)
        .when(commit(2))
        .thenNothing();
      given(...events)
        .when(commit(9))
        .thenNothing();
      given(...events)
        .when(release(9))
        .thenNothing();
      given(...events)
        .when(setReservation(1, { orderRevision: 9 }))
        .thenNothing();
    });

    it('left the stock', () => {
      given(...events)
        .when(setReservation(3, orderOfB))
        .then(
          refused('OUT_OF_STOCK', { requested: 3, held: 0, onHand: 2, available: 2, ...orderOfB }),
        );
    });
  });
});
