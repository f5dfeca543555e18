import {
  addItem,
  answer,
  bothConfirmed,
  cancel,
  changeQuantity,
  confirmed,
  given,
  itemAdded,
  itemRemoved,
  lace,
  placed,
  quantityChanged,
  record,
  refused,
  rejection,
  removeItem,
  reserved,
  shoe,
  shown,
  snapshot,
  sock,
} from './orderFixture.js';

describe('Order: changes of a confirmed order', () => {
  describe('adding a line', () => {
    it('asks the inventory for it, and the total follows', () => {
      given(...bothConfirmed)
        .when(addItem(lace))
        .then(itemAdded(lace, 2450));
    });

    it('raises the line of a product that the order has, under its own id', () => {
      given(...bothConfirmed)
        .when(addItem({ ...lace, productId: shoe.productId, unitPrice: 1000 }))
        .then(quantityChanged({ ...shoe, quantity: 5 }, 5300));
    });

    it('does not raise it at another price', () => {
      given(...bothConfirmed)
        .when(addItem({ ...shoe, unitPrice: 999 }))
        .thenRejects('PRICE_CHANGED');
    });

    it('goes up to 1000 units a line', () => {
      given(...bothConfirmed)
        .when(addItem({ ...shoe, quantity: 998 }))
        .then(quantityChanged({ ...shoe, quantity: 1000 }, 1000300));
      given(...bothConfirmed)
        .when(addItem({ ...shoe, quantity: 999 }))
        .thenRejects('QUANTITY_OUT_OF_RANGE');
      given(...bothConfirmed)
        .when(addItem({ ...lace, quantity: 1001 }))
        .thenRejects('QUANTITY_OUT_OF_RANGE');
      given(...bothConfirmed)
        .when(addItem({ ...shoe, quantity: 0 }))
        .thenRejects('QUANTITY_OUT_OF_RANGE');
    });

    it('goes up to 50 lines', () => {
      given(...withLines(49))
        .when(addItem(lace))
        .then(itemAdded(lace, 49 * 2000 + 150));
      given(...withLines(50))
        .when(addItem(lace))
        .thenRejects('TOO_MANY_ITEMS');
    });
  });

  describe('changing a quantity', () => {
    it('sets a new target, up or down', () => {
      given(...bothConfirmed)
        .when(changeQuantity(sock.itemId, 4))
        .then(quantityChanged({ ...sock, quantity: 4 }, 3200));
      given(...bothConfirmed)
        .when(changeQuantity(shoe.itemId, 1))
        .then(quantityChanged({ ...shoe, quantity: 1 }, 1300));
    });

    it('does nothing when the quantity is the same', () => {
      given(...bothConfirmed)
        .when(changeQuantity(shoe.itemId, 2))
        .thenNothing();
    });

    it('refuses a line that the order does not have', () => {
      given(...bothConfirmed)
        .when(changeQuantity(lace.itemId, 2))
        .thenRejects('ITEM_NOT_FOUND');
    });

    it('refuses quantities out of range', () => {
      for (const quantity of [0, -1, 1001])
        given(...bothConfirmed)
          .when(changeQuantity(shoe.itemId, quantity))
          .thenRejects('QUANTITY_OUT_OF_RANGE');
    });
  });

  describe('removing a line', () => {
    it('asks for 0 units', () => {
      given(...bothConfirmed)
        .when(removeItem(shoe.itemId))
        .then(itemRemoved(shoe, 300));
    });

    it('refuses a line that the order does not have', () => {
      given(...bothConfirmed)
        .when(removeItem(lace.itemId))
        .thenRejects('ITEM_NOT_FOUND');
    });

    it('keeps the last line', () => {
      given(placed(shoe), reserved(shoe), confirmed(2000, shoe))
        .when(removeItem(shoe.itemId))
        .thenRejects('LAST_ITEM');
    });
  });

  describe('while one waits for its answer', () => {
    const waiting = [
      itemAdded(lace, 2450),
      quantityChanged({ ...shoe, quantity: 5 }, 5300),
      itemRemoved(sock, 2000),
    ];

    it('no other is accepted', () => {
      for (const change of waiting)
        for (const command of [
          addItem(lace),
          changeQuantity(shoe.itemId, 5),
          removeItem(sock.itemId),
        ])
          given(...bothConfirmed, change)
            .when(command)
            .thenRejects('CHANGE_PENDING');
    });
  });

  describe('answered', () => {
    it('an added line is kept', () => {
      given(...bothConfirmed, itemAdded(lace, 2450))
        .when(record(answer(lace, atFour)))
        .then(reserved(lace, { ...atFour, outcome: outcome(2450, shoe, sock, lace) }));
    });

    it('an added line that is refused disappears, and the total follows', () => {
      given(...bothConfirmed, itemAdded(lace, 2450))
        .when(record(rejection(lace, atFour)))
        .then(refused(lace, { ...atFour, outcome: outcome(2300, shoe, sock) }));
    });

    it('a changed line holds its new quantity', () => {
      const more = { ...shoe, quantity: 5 };
      given(...bothConfirmed, quantityChanged(more, 5300))
        .when(record(answer(more, atFour)))
        .then(reserved(more, { ...atFour, outcome: outcome(5300, more, sock) }));
    });

    it('a changed line that is refused falls back to what it holds', () => {
      const more = { ...shoe, quantity: 5 };
      given(...bothConfirmed, quantityChanged(more, 5300))
        .when(record(rejection(more, { ...atFour, held: 2, reason: 'LIMIT_PER_CUSTOMER' })))
        .then(
          refused(more, {
            ...atFour,
            held: 2,
            reason: 'LIMIT_PER_CUSTOMER',
            outcome: outcome(2300, shoe, sock),
          }),
        );
    });

    it('a removed line is gone', () => {
      given(...bothConfirmed, itemRemoved(sock, 2000))
        .when(record(answer(sock, { ...atFour, result: 'RELEASED', quantity: 0, held: 0 })))
        .then(reserved(sock, { ...atFour, quantity: 0, outcome: outcome(2000, shoe) }));
    });

    it('nothing else is: an answer to an older target is ignored', () => {
      given(...bothConfirmed, quantityChanged({ ...shoe, quantity: 5 }, 5300))
        .when(record(answer(shoe), answer(sock)))
        .thenNothing();
    });

    it('the order takes the next change', () => {
      given(...bothConfirmed, itemAdded(lace, 2450), reserved(lace, atFour))
        .when(removeItem(lace.itemId))
        .then(itemRemoved(lace, 2300));
      given(...bothConfirmed, itemAdded(lace, 2450), refused(lace, atFour))
        .when(removeItem(lace.itemId))
        .thenRejects('ITEM_NOT_FOUND');
    });

    it('the next answer belongs to the next revision', () => {
      const more = { ...shoe, quantity: 5 };
      given(
        ...bothConfirmed,
        itemAdded(lace, 2450),
        reserved(lace, atFour),
        quantityChanged(more, 5450),
      )
        .when(record(answer(more, { orderRevision: 6 })))
        .then(reserved(more, { orderRevision: 6, outcome: outcome(5450, more, sock, lace) }));
    });

    it('a cancelled order is not changed any more', () => {
      given(...bothConfirmed, itemAdded(lace, 2450), {
        type: 'OrderCancelled',
        data: {
          orderId: placed().data.orderId,
          userId: placed().data.userId,
          snapshot: snapshot(['CANCELLED', 'RELEASED', 0]),
          reason: 'CANCELLED_BY_ADMIN',
          placedAt: placed().data.placedAt,
          cancelledAt: placed().data.placedAt,
        },
      })
        .when(record(answer(lace, atFour)))
        .thenNothing();
    });
  });

  it('are cancelled with their order', () => {
    given(...bothConfirmed, itemRemoved(sock, 2000))
      .when(cancel())
      .then({
        type: 'OrderCancelled',
        data: {
          orderId: placed().data.orderId,
          userId: placed().data.userId,
          snapshot: snapshot(['CANCELLED', 'RELEASED', 2000, shown(shoe, 'RELEASED')]),
          reason: 'CANCELLED_BY_CUSTOMER',
          placedAt: placed().data.placedAt,
          cancelledAt: placed().data.placedAt,
        },
      });
  });
});

/** The first change of `bothConfirmed` is event 4. */
const atFour = { orderRevision: 4 };

const outcome = (totalAmount: number, ...lines: (typeof shoe)[]) =>
  snapshot(['CONFIRMED', 'RESERVED', totalAmount, ...lines.map((line) => shown(line, 'RESERVED'))]);

const withLines = (count: number) => {
  const lines = Array.from({ length: count }, (_, i) => ({
    ...shoe,
    itemId: `item-${i}`,
    productId: `product-${i}`,
  }));

  return [
    placed(...lines),
    ...lines.map((line) => reserved(line)),
    confirmed(2000 * count, ...lines),
  ];
};
