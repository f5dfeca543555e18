import { expect } from 'chai';
import { type Inventory, inventoryDecider } from '../../../domain/inventory/index.js';
import { setReservation, withStock } from './inventoryFixture.js';

const { decide, evolve, initialState } = inventoryDecider;

describe('Inventory: levels that leave it', () => {
  for (const onHand of [NaN, Infinity, 4.5, -1, 2 ** 53])
    it(`are never made of ${onHand} units on hand`, () => {
      const sick = { ...withStock(5).reduce(evolve, initialState()), onHand } as Inventory;

      expect(() => decide(setReservation(onHand > 0 ? 1 : 0), sick)).to.throw(
        RangeError,
        'units available',
      );
    });

  it('never say that more is available than there is', () => {
    const sick = { ...withStock(5).reduce(evolve, initialState()), reserved: -3 } as Inventory;

    expect(() => decide(setReservation(1), sick)).to.throw(RangeError, '7 of 5 units available');
  });
});
