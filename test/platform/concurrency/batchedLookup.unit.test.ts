import { expect } from 'chai';
import { createBatchedLookup, pause } from '../../../platform/concurrency/index.js';

describe('A batched look-up', () => {
  it('asks once for all that wait, and once more for what came meanwhile', async () => {
    const asked: string[][] = [];
    const find = createBatchedLookup(async (keys) => {
      asked.push([...keys]);
      await pause(10);

      return new Map(keys.map((key) => [key, key.toUpperCase()]));
    });
    const first = Promise.all([find('a'), find('b'), find('a')]);
    await pause(5);

    expect(await Promise.all([first, find('c')])).to.deep.equal([['A', 'B', 'A'], 'C']);
    expect(asked).to.deep.equal([['a', 'b'], ['c']]);
  });

  it('tells all that waited when it fails, and goes on', async () => {
    let isBroken = true;
    const find = createBatchedLookup<string>((keys) =>
      isBroken
        ? Promise.reject(new Error('away'))
        : Promise.resolve(new Map([[keys[0] ?? '', 'x']])),
    );
    const outcomes = await Promise.allSettled([find('a'), find('b')]);
    isBroken = false;

    expect(outcomes.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(await find('a')).to.equal('x');
  });
});
