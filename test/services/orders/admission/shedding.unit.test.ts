import { expect } from 'chai';
import { createShedding, type Shedding } from '../../../../services/orders/admission/shedding.js';

describe('The share of orders that is refused early', () => {
  let nowMs: number;
  let shedding: Shedding;
  beforeEach(() => {
    nowMs = 0;
    shedding = createShedding({ maxLagMs: 5_000, now: () => nowMs });
    shedding.noteDecided();
  });
  const refusedOf = (orders: number, lagMs: number): number =>
    Array.from({ length: orders }, () => shedding.isNext(lagMs)).filter(Boolean).length;

  for (const [lagMs, refused] of [
    [0, 0],
    [2_500, 0],
    [3_000, 20],
    [3_750, 50],
    [4_500, 80],
    [5_000, 100],
  ] as const)
    it(`is ${refused} of 100 where they wait for ${lagMs} ms`, () => {
      expect(refusedOf(100, lagMs)).to.be.within(refused - 1, refused);
    });

  it('is spread evenly', () => {
    expect(Array.from({ length: 6 }, () => shedding.isNext(3_750))).to.deep.equal([
      false,
      true,
      false,
      true,
      false,
      true,
    ]);
  });

  it('is none while no decisions come', () => {
    nowMs = 501;
    expect(refusedOf(100, 4_500)).to.equal(0);
    shedding.noteDecided();

    expect(refusedOf(100, 4_500)).to.be.within(79, 80);
  });
});
