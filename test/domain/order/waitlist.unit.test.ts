import { expect } from 'chai';
import {
  isUnderWay,
  isWaiting,
  type OrderCommand,
  type OrderEvent,
  toView,
} from '../../../domain/order/index.js';
import {
  addItem,
  answer,
  cancel,
  cancelled,
  confirmed,
  given,
  lace,
  now,
  orderAfter,
  orderId,
  placed,
  placedAfter,
  placeOrder,
  record,
  refused,
  rejection,
  reserved,
  ship,
  shoe,
  shown,
  snapshot,
  sock,
  waitlisted,
} from './orderFixture.js';

const waiting = [placed(shoe), waitlisted(shoe, 17)];
const placeAnswer = answer(shoe, { result: 'WAITLISTED', held: 0, place: 17 });

const end = (reason: 'SALE_ENDED' | 'PRODUCT_WITHDRAWN'): OrderCommand => ({
  type: 'EndWaiting',
  data: { orderId, reason, now },
});

/** An order that waited says nothing of how long the pipeline took. */
const withoutPlacedAt = <E extends OrderEvent>(event: E): E => {
  const data = { ...event.data } as E['data'] & { placedAt?: string };
  delete data.placedAt;

  return { ...event, data };
};

const ended = (reason: Parameters<typeof cancelled>[0]) =>
  withoutPlacedAt(cancelled(reason, 'RELEASED', 2000, shown(shoe, 'RELEASED')));

describe('Order: on the waitlist', () => {
  it('is placed with the wish to wait, for one line', () => {
    given()
      .when(placeOrder({ items: [shoe], ifSoldOut: 'WAIT' }))
      .then({ ...placed(shoe), data: { ...placed(shoe).data, ifSoldOut: 'WAIT' } });
    given()
      .when(placeOrder({ items: [shoe], ifSoldOut: 'REFUSE' }))
      .then(placed(shoe));
    given()
      .when(placeOrder({ ifSoldOut: 'WAIT' }))
      .thenRejects('WAITLIST_ONE_LINE');
  });

  it('records its place, and nothing twice', () => {
    given(placed(shoe)).when(record(placeAnswer)).then(waitlisted(shoe, 17));
    given(...waiting)
      .when(record(placeAnswer))
      .thenNothing();
    given(placed(shoe)).when(record(placeAnswer, placeAnswer)).then(waitlisted(shoe, 17));
  });

  it('has no place that is none', () => {
    given(placed(shoe))
      .when(record(answer(shoe, { result: 'WAITLISTED', held: 0 })))
      .thenRejects('PLACE_MISSING');
  });

  it('ignores a place that comes after the units, or for another target', () => {
    given(placed(shoe), reserved(shoe), confirmed(2000, shoe))
      .when(record(placeAnswer))
      .thenNothing();
    given(placed(shoe))
      .when(record({ ...placeAnswer, orderRevision: 4 }))
      .thenNothing();
  });

  it('is confirmed when its turn has come', () => {
    given(...waiting)
      .when(record(answer(shoe, { place: 17 })))
      .then(reserved(shoe), withoutPlacedAt(confirmed(2000, shoe)));
  });

  it('is confirmed as ever when the units come first', () => {
    given(placed(shoe))
      .when(record(answer(shoe, { place: 17 }), placeAnswer))
      .then(reserved(shoe), confirmed(2000, shoe));
  });

  it('is cancelled when the inventory refuses it after all', () => {
    given(...waiting)
      .when(record(rejection(shoe)))
      .then(refused(shoe), cancelled('OUT_OF_STOCK', 'REJECTED', 2000, shown(shoe, 'REJECTED')));
  });

  it('leaves when the buyer wants to', () => {
    given(...waiting)
      .when(cancel())
      .then(ended('CANCELLED_BY_CUSTOMER'));
  });

  it('ends with the sale, or with the product', () => {
    given(...waiting)
      .when(end('SALE_ENDED'))
      .then(ended('SALE_ENDED'));
    given(...waiting)
      .when(end('PRODUCT_WITHDRAWN'))
      .then(ended('PRODUCT_WITHDRAWN'));
  });

  it('ends for nobody who does not wait', () => {
    given().when(end('SALE_ENDED')).thenRejects('ORDER_NOT_FOUND');
    for (const events of [
      [placed(shoe)],
      [placed(shoe), reserved(shoe), confirmed(2000, shoe)],
      [...waiting, reserved(shoe), confirmed(2000, shoe)],
      [...waiting, ended('CANCELLED_BY_CUSTOMER')],
    ])
      given(...events)
        .when(end('SALE_ENDED'))
        .thenNothing();
  });

  it('is not changed and not shipped while it waits', () => {
    given(...waiting)
      .when(addItem(lace))
      .thenRejects('ORDER_NOT_CONFIRMED');
    given(...waiting)
      .when(ship())
      .thenRejects('ORDER_NOT_CONFIRMED');
  });

  it('shows its place while it waits', () => {
    const [, event] = waiting;
    expect(event?.data).to.deep.include({
      snapshot: snapshot(['PENDING', 'WAITLISTED', 2000, shown(shoe, 'WAITLISTED')]),
    });
    expect(viewOf(...waiting)).to.deep.include({
      status: 'PENDING',
      inventoryStatus: 'WAITLISTED',
      waitlist: { productId: shoe.productId, place: 17 },
    });
    expect(viewOf(placed(shoe))).not.to.have.property('waitlist');
    for (const after of [
      [reserved(shoe), confirmed(2000, shoe)],
      [ended('SALE_ENDED')],
      [refused(shoe), cancelled('OUT_OF_STOCK', 'REJECTED', 2000, shown(shoe, 'REJECTED'))],
    ])
      expect(viewOf(...waiting, ...after)).not.to.have.property('waitlist');
    expect(viewOf(...waiting).items).to.eql([
      { ...shoe, lineTotal: 2000, inventoryStatus: 'WAITLISTED' },
    ]);
  });

  it('waits for no answer that is on its way', () => {
    expect([isWaiting(orderAfter(...waiting)), isUnderWay(orderAfter(...waiting))]).to.eql([
      true,
      false,
    ]);
    const withAnother = [placed(shoe, sock), waitlisted(shoe, 17), reserved(sock)];
    expect([isWaiting(orderAfter(...withAnother)), isUnderWay(orderAfter(...withAnother))]).to.eql([
      true,
      false,
    ]);
    expect(viewOf(...withAnother).inventoryStatus).to.equal('WAITLISTED');
    expect([isWaiting(orderAfter(placed(shoe, sock))), isWaiting(orderAfter())]).to.eql([
      false,
      false,
    ]);
    expect(isWaiting(orderAfter(placed(shoe), reserved(shoe), confirmed(2000, shoe)))).to.equal(
      false,
    );
  });
});

const viewOf = (...events: OrderEvent[]) => toView(placedAfter(...events));
