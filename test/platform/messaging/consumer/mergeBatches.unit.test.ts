import { expect } from 'chai';
import { mergeBatches } from '../../../../platform/messaging/consumer/mergeBatches.js';

describe('mergeBatches', () => {
  it('merges what is submitted in the same turn', async () => {
    const { submit, batches } = openMerging();

    const outcomes = await Promise.all([submit([1, 2]), submit([3])]);

    expect(batches).to.deep.equal([[1, 2, 3]]);
    expect(outcomes.map(({ handled }) => handled)).to.deep.equal([2, 1]);
  });

  it('keeps batches below the cap and the order within a submission', async () => {
    const { submit, batches } = openMerging({ maxBatch: 2 });

    await Promise.all([submit([1, 2, 3, 4, 5]), submit([6])]);

    expect(batches).to.deep.equal([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it('tries parts alone when their merged batch fails, so that only the failing one stops', async () => {
    const { submit, batches } = openMerging({ failing: 3 });

    const [healthy, failing] = await Promise.all([submit([1, 2]), submit([3, 4])]);

    expect(batches).to.deep.equal([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(healthy).to.deep.include({ handled: 2 }).and.not.have.property('error');
    expect(failing.handled).to.equal(0);
    expect(failing.error).to.be.an('error');
  });

  it('goes no further in a submission than to its first failure', async () => {
    const { submit } = openMerging({ maxBatch: 2, failing: 3 });

    const outcome = await submit([1, 2, 3, 4, 5, 6]);

    expect(outcome.handled).to.equal(2);
  });

  it('collects what comes while a batch is at work', async () => {
    const { submit, batches } = openMerging();

    const first = submit([1]);
    await Promise.resolve();
    await Promise.all([first, submit([2]), submit([3])]);

    expect(batches).to.deep.equal([[1], [2, 3]]);
  });
});

const openMerging = ({ maxBatch = 100, failing = 0 } = {}) => {
  const batches: number[][] = [];
  const submit = mergeBatches<number>(async (messages) => {
    batches.push([...messages]);
    await new Promise(setImmediate);
    if (messages.includes(failing)) throw new Error('failing');
  }, maxBatch);

  return { submit, batches };
};
