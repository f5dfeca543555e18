import type { OrderEvent } from '../../../domain/order/index.js';
import {
  addItem,
  answer,
  bothConfirmed,
  cancel,
  cancelled,
  changeQuantity,
  confirmed,
  deliver,
  delivered,
  given,
  itemAdded,
  lace,
  placed,
  placeOrder,
  quantityChanged,
  record,
  refused,
  rejection,
  removeItem,
  reserved,
  ship,
  shipped,
  shoe,
  shown,
  sock,
} from './orderFixture.js';

describe('Order: its life', () => {
  describe('not placed', () => {
    it('is placed, with its total', () => {
      given().when(placeOrder()).then(placed(shoe, sock));
    });

    it('takes 50 lines of 1000 units, not more', () => {
      const lines = (count: number) =>
        Array.from({ length: count }, (_, i) => ({ ...shoe, itemId: String(i), quantity: 1000 }));
      given()
        .when(placeOrder({ items: lines(50) }))
        .then(placed(...lines(50)));
      given()
        .when(placeOrder({ items: lines(51) }))
        .thenRejects('TOO_MANY_ITEMS');
      given()
        .when(placeOrder({ items: [shoe, { ...sock, quantity: 1001 }] }))
        .thenRejects('QUANTITY_OUT_OF_RANGE');
      given()
        .when(placeOrder({ items: [{ ...shoe, quantity: 0 }] }))
        .thenRejects('QUANTITY_OUT_OF_RANGE');
    });

    it('knows no other command', () => {
      const commands = [
        record(answer(shoe)),
        cancel(),
        addItem(shoe),
        changeQuantity(shoe.itemId, 1),
        removeItem(shoe.itemId),
        ship(),
        deliver(),
      ];
      for (const command of commands) given().when(command).thenRejects('ORDER_NOT_FOUND');
    });

    it('ignores events that come before OrderPlaced', () => {
      given(reserved(shoe)).when(placeOrder()).then(placed(shoe, sock));
    });
  });

  describe('pending', () => {
    const pending = placed(shoe, sock);

    it('is not placed again by the same request', () => {
      given(pending).when(placeOrder()).thenNothing();
      given(pending)
        .when(placeOrder({ items: [] }))
        .thenNothing();
    });

    it('refuses another request with its key, and another key', () => {
      given(pending)
        .when(placeOrder({ requestFingerprint: 'f2' }))
        .thenRejects('IDEMPOTENCY_KEY_REUSED');
      given(pending)
        .when(placeOrder({ idempotencyKey: 'key-00000002' }))
        .thenRejects('IDEMPOTENCY_KEY_REUSED');
    });

    it('waits until every line has its answer', () => {
      given(pending)
        .when(record(answer(shoe)))
        .then(reserved(shoe));
    });

    it('is confirmed with the last answer', () => {
      given(pending, reserved(sock))
        .when(record(answer(shoe)))
        .then(reserved(shoe), confirmed(2300, shoe, sock));
    });

    it('takes several answers at once', () => {
      given(pending)
        .when(record(answer(sock), answer(shoe)))
        .then(reserved(sock), reserved(shoe), confirmed(2300, shoe, sock));
    });

    it('is cancelled by the first refusal, with what the inventory said', () => {
      given(pending, reserved(shoe))
        .when(record(rejection(sock, { quantity: 5, held: 0, available: 4 })))
        .then(
          refused(sock, { requested: 5, available: 4 }),
          cancelled(
            'OUT_OF_STOCK',
            'REJECTED',
            2300,
            shown(shoe, 'RELEASED'),
            shown(sock, 'REJECTED'),
          ),
        );
    });

    it('does not wait for the other lines then', () => {
      given(pending)
        .when(record(rejection(sock, { reason: 'SALE_ENDED' }), answer(shoe)))
        .then(
          refused(sock, { reason: 'SALE_ENDED' }),
          cancelled(
            'SALE_ENDED',
            'REJECTED',
            2300,
            shown(shoe, 'RELEASED'),
            shown(sock, 'REJECTED'),
          ),
        );
    });

    it('ignores an answer that it has already, one to another revision and one to another line', () => {
      given(pending, reserved(shoe))
        .when(record(answer(shoe)))
        .thenNothing();
      given(pending)
        .when(record(answer(shoe, { orderRevision: 1 })))
        .thenNothing();
      given(pending)
        .when(record(answer(lace)))
        .thenNothing();
    });

    it('holds what the inventory says that it holds', () => {
      given(placed(shoe))
        .when(record(answer(shoe, { quantity: 2, held: 1 })))
        .then(reserved(shoe, { quantity: 1 }), confirmed(1000, { ...shoe, quantity: 1 }));
    });

    it('does not take a refusal without a reason', () => {
      given(pending)
        .when(record(rejection(shoe, { reason: null })))
        .thenRejects('REASON_MISSING');
    });

    it('is cancelled by its owner or an admin, while answers are outstanding', () => {
      const lines = [shown(shoe, 'RELEASED'), shown(sock, 'RELEASED')] as const;
      given(pending, reserved(shoe))
        .when(cancel())
        .then(cancelled('CANCELLED_BY_CUSTOMER', 'RELEASED', 2300, ...lines));
      given(pending)
        .when(cancel('ADMIN'))
        .then(cancelled('CANCELLED_BY_ADMIN', 'RELEASED', 2300, ...lines));
    });

    it('is neither changed nor shipped nor delivered', () => {
      for (const command of changes)
        given(pending).when(command).thenRejects('ORDER_NOT_CONFIRMED');
      given(pending).when(ship()).thenRejects('ORDER_NOT_CONFIRMED');
      given(pending).when(deliver()).thenRejects('ORDER_NOT_SHIPPED');
    });
  });

  describe('confirmed', () => {
    it('is shipped, at any version or the one expected', () => {
      given(...bothConfirmed)
        .when(ship())
        .then(shipped(2300, shoe, sock));
      given(...bothConfirmed)
        .when(ship(4))
        .then(shipped(2300, shoe, sock));
    });

    it('refuses a stale version', () => {
      given(...bothConfirmed)
        .when(ship(3))
        .thenRejects('VERSION_STALE');
      given(...bothConfirmed)
        .when(ship(5))
        .thenRejects('VERSION_STALE');
    });

    it('is not shipped while a change waits for its answer', () => {
      given(...bothConfirmed, itemAdded(lace, 2450))
        .when(ship())
        .thenRejects('CHANGE_PENDING');
    });

    it('is cancelled', () => {
      given(...bothConfirmed)
        .when(cancel())
        .then(
          cancelled(
            'CANCELLED_BY_CUSTOMER',
            'RELEASED',
            2300,
            shown(shoe, 'RELEASED'),
            shown(sock, 'RELEASED'),
          ),
        );
    });

    it('is cancelled while a change waits for its answer', () => {
      given(...bothConfirmed, itemAdded(lace, 2450))
        .when(cancel())
        .then(
          cancelled(
            'CANCELLED_BY_CUSTOMER',
            'RELEASED',
            2450,
            shown(shoe, 'RELEASED'),
            shown(sock, 'RELEASED'),
            shown(lace, 'RELEASED'),
          ),
        );
    });

    it('is cancelled while a removal waits for its answer, which frees the line by itself', () => {
      given(...bothConfirmed, quantityChanged({ ...sock, quantity: 0 }, 2000))
        .when(cancel())
        .then(cancelled('CANCELLED_BY_CUSTOMER', 'RELEASED', 2000, shown(shoe, 'RELEASED')));
    });

    it('is not delivered', () => {
      given(...bothConfirmed)
        .when(deliver())
        .thenRejects('ORDER_NOT_SHIPPED');
    });
  });

  describe('cancelled', () => {
    const events = [
      placed(shoe, sock),
      reserved(shoe),
      cancelled(
        'CANCELLED_BY_CUSTOMER',
        'RELEASED',
        2300,
        shown(shoe, 'RELEASED'),
        shown(sock, 'RELEASED'),
      ),
    ];

    it('stays cancelled', () => {
      given(...events)
        .when(cancel('ADMIN'))
        .thenNothing();
    });

    it('ignores late answers', () => {
      given(...events)
        .when(record(answer(sock), rejection(shoe)))
        .thenNothing();
    });

    it('is a repeat for its request', () => {
      given(...events)
        .when(placeOrder())
        .thenNothing();
    });

    it('takes no other command', () => {
      for (const command of [...changes, ship()])
        given(...events)
          .when(command)
          .thenRejects('ORDER_NOT_CONFIRMED');
      given(...events)
        .when(deliver())
        .thenRejects('ORDER_NOT_SHIPPED');
    });
  });

  describe('shipped', () => {
    const events: readonly OrderEvent[] = [...bothConfirmed, shipped(2300, shoe, sock)];

    it('is not shipped twice, whatever version is expected', () => {
      given(...events)
        .when(ship(4))
        .thenNothing();
    });

    it('is delivered, at any version or the one expected', () => {
      given(...events)
        .when(deliver())
        .then(delivered(2300, shoe, sock));
      given(...events)
        .when(deliver(5))
        .then(delivered(2300, shoe, sock));
    });

    it('refuses a stale version', () => {
      given(...events)
        .when(deliver(4))
        .thenRejects('VERSION_STALE');
    });

    it('is neither cancelled nor changed', () => {
      given(...events)
        .when(cancel())
        .thenRejects('ORDER_NOT_CANCELLABLE');
      for (const command of changes)
        given(...events)
          .when(command)
          .thenRejects('ORDER_NOT_CONFIRMED');
    });

    it('ignores answers', () => {
      given(...events)
        .when(record(rejection(shoe)))
        .thenNothing();
    });
  });

  describe('delivered', () => {
    const events: readonly OrderEvent[] = [
      ...bothConfirmed,
      shipped(2300, shoe, sock),
      delivered(2300, shoe, sock),
    ];

    it('is not delivered twice, whatever version is expected', () => {
      given(...events)
        .when(deliver(4))
        .thenNothing();
    });

    it('is over', () => {
      given(...events)
        .when(ship())
        .thenRejects('ORDER_NOT_CONFIRMED');
      given(...events)
        .when(cancel())
        .thenRejects('ORDER_NOT_CANCELLABLE');
      for (const command of changes)
        given(...events)
          .when(command)
          .thenRejects('ORDER_NOT_CONFIRMED');
      given(...events)
        .when(record(answer(shoe)))
        .thenNothing();
    });
  });
});

const changes = [addItem(lace), changeQuantity(shoe.itemId, 1), removeItem(shoe.itemId)];
