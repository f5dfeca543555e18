import { expect } from 'chai';
import { isUnderWay, orderDecider, type OrderEvent } from '../../../domain/order/index.js';
import {
  bothConfirmed,
  cancelled,
  itemAdded,
  lace,
  placed,
  refused,
  reserved,
  shipped,
  shoe,
  sock,
} from './orderFixture.js';

describe('Order: whether it waits for the inventory', () => {
  const both = placed(shoe, sock);
  const lives: readonly [string, boolean, readonly OrderEvent[]][] = [
    ['nothing was placed', false, []],
    ['it is placed', true, [both]],
    ['one of two lines is reserved', true, [both, reserved(shoe)]],
    ['one of two lines is refused', true, [both, refused(shoe)]],
    [
      'both lines are reserved, and it is not confirmed yet',
      true,
      [both, reserved(shoe), reserved(sock)],
    ],
    ['it is confirmed', false, bothConfirmed],
    ['a line was added to it', true, [...bothConfirmed, itemAdded(lace, 2450)]],
    [
      'it was cancelled before the answer came',
      false,
      [both, cancelled('CANCELLED_BY_CUSTOMER', 'RELEASED', 0)],
    ],
    ['it is shipped', false, [...bothConfirmed, shipped(2300, shoe, sock)]],
  ];

  for (const [what, expected, events] of lives)
    it(`${expected ? 'yes' : 'no'}, when ${what}`, () => {
      const order = events.reduce(orderDecider.evolve, orderDecider.initialState());

      expect(isUnderWay(order)).to.equal(expected);
    });
});
