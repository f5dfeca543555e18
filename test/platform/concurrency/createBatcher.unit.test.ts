import { expect } from 'chai';
import { createBatcher } from '../../../platform/concurrency/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';

describe('The batcher of calls', () => {
  it('gives every caller the result of its own item', async () => {
    const { double, runs } = doubling();

    expect(await Promise.all([1, 2, 3].map(double))).to.deep.equal([2, 4, 6]);
    expect(runs).to.deep.equal([[1, 2, 3]]);
  });

  it('serves the calls that come during a run with the next one', async () => {
    const { double, runs } = doubling();
    const first = double(1);
    await Promise.resolve();

    expect(await Promise.all([first, double(2), double(3)])).to.deep.equal([2, 4, 6]);
    expect(runs).to.deep.equal([[1], [2, 3]]);
  });

  it('keeps to the largest batch and the heaviest', async () => {
    const few = doubling({ maxBatch: 2 });
    await Promise.all([1, 2, 3].map(few.double));
    const light = doubling({ maxWeight: 3, weightOf: (item: number) => item });
    await Promise.all([1, 2, 3].map(light.double));

    expect([few.runs, light.runs]).to.deep.equal([
      [[1, 2], [3]],
      [[1, 2], [3]],
    ]);
  });

  it('rejects the calls of a run that rejected, and no others', async () => {
    const { double } = doubling({ maxBatch: 2 });
    const [one, sick, healthy] = [double(1), double(-1), double(3)];

    expect(await rejectionOf(one)).to.have.property('message', 'negative');
    expect(await rejectionOf(sick)).to.have.property('message', 'negative');
    expect(await healthy).to.equal(6);
  });

  it('rejects when the work throws before it returns a promise', async () => {
    const broken = createBatcher<number, number>({
      work: () => {
        throw new Error('at once');
      },
    });

    expect(await rejectionOf(broken(1))).to.have.property('message', 'at once');
  });
});

type Limits = Readonly<{
  maxBatch?: number;
  maxWeight?: number;
  weightOf?: (item: number) => number;
}>;

const doubling = (limits: Limits = {}) => {
  const runs: number[][] = [];
  const double = createBatcher<number, number>({
    ...limits,
    work: async (items) => {
      runs.push([...items]);
      await new Promise(setImmediate);
      if (items.some((item) => item < 0)) throw new Error('negative');

      return items.map((item) => 2 * item);
    },
  });

  return { double, runs };
};
