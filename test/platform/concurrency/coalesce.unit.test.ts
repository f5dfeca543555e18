import { expect } from 'chai';
import { coalesce, coalesceByKey, coalesceNext } from '../../../platform/concurrency/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';

describe('A coalesced call', () => {
  it('shares the run that is under way, and starts another after it', async () => {
    let runs = 0;
    const call = coalesce(async () => {
      runs += 1;
      await new Promise(setImmediate);

      return runs;
    });

    expect(await Promise.all([call(), call()])).to.deep.equal([1, 1]);
    expect(await call()).to.equal(2);
  });

  it('shares its failure too, and is tried again by the next call', async () => {
    let runs = 0;
    const call = coalesce(() => {
      runs += 1;

      return runs === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(runs);
    });
    const [first, second] = [call(), call()];

    expect(await rejectionOf(first)).to.have.property('message', 'broken');
    expect(await rejectionOf(second)).to.have.property('message', 'broken');
    expect(await call()).to.equal(2);
  });
});

describe('A call that is coalesced by key', () => {
  it('shares the run of its own key only', async () => {
    const runs: string[] = [];
    const call = coalesceByKey(async (key) => {
      runs.push(key);
      await new Promise(setImmediate);

      return runs.length;
    });
    await Promise.all([call('a'), call('b'), call('a')]);
    await call('a');

    expect(runs).to.deep.equal(['a', 'b', 'a']);
  });
});

describe('A call that shares the next run', () => {
  it('never shares one that began before it', async () => {
    const begun: number[] = [];
    const call = coalesceNext(async () => {
      begun.push(begun.length);
      await new Promise(setImmediate);

      return begun.length;
    });
    const [first, second, third] = [call(), call(), call()];

    expect(await first).to.equal(1);
    const fourth = call();
    expect(await Promise.all([second, third, fourth])).to.deep.equal([2, 2, 3]);
  });

  it('shares the failure of one that it waits for, and is tried again by the next call', async () => {
    let runs = 0;
    const call = coalesceNext(() => {
      runs += 1;

      return runs === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(runs);
    });
    const [first, second] = [call(), call()];

    expect(await rejectionOf(first)).to.have.property('message', 'broken');
    expect(await rejectionOf(second)).to.have.property('message', 'broken');
    expect(await call()).to.equal(2);
  });
});
