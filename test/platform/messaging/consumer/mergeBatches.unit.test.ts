import { expect } from 'chai';
import { gatherBatches } from '../../../../platform/messaging/consumer/mergeBatches.js';

describe('gatherBatches', () => {
  it('merges what is submitted in the same turn', async () => {
    const { submit, batches } = gathering();

    const outcomes = await Promise.all([submit([1, 2]), submit([3])]);

    expect(batches).to.deep.equal([[1, 2, 3]]);
    expect(outcomes.map(({ handled }) => handled)).to.deep.equal([2, 1]);
  });

  it('keeps batches below the cap and the order within a submission', async () => {
    const { submit, batches } = gathering({ maxBatch: 2 });

    await Promise.all([submit([1, 2, 3, 4, 5]), submit([6])]);

    expect(batches).to.deep.equal([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
  });

  it('tries parts alone when their merged batch fails, so that only the sick one stops', async () => {
    const { submit, batches } = gathering({ sick: 3 });

    const [healthy, sick] = await Promise.all([submit([1, 2]), submit([3, 4])]);

    expect(batches).to.deep.equal([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
    ]);
    expect(healthy).to.deep.include({ handled: 2 }).and.not.have.property('error');
    expect(sick.handled).to.equal(0);
    expect(sick.error).to.be.an('error');
  });

  it('goes no further in a submission than to its first failure', async () => {
    const { submit } = gathering({ maxBatch: 2, sick: 3 });

    const outcome = await submit([1, 2, 3, 4, 5, 6]);

    expect(outcome.handled).to.equal(2);
  });

  it('gathers what comes while a batch is at work', async () => {
    const { submit, batches } = gathering();

    const first = submit([1]);
    await Promise.resolve();
    await Promise.all([first, submit([2]), submit([3])]);

    expect(batches).to.deep.equal([[1], [2, 3]]);
  });
});

const gathering = ({ maxBatch = 100, sick = 0 } = {}) => {
  const batches: number[][] = [];
  const submit = gatherBatches<number>(async (messages) => {
    batches.push([...messages]);
    await new Promise(setImmediate);
    if (messages.includes(sick)) throw new Error('sick');
  }, maxBatch);

  return { submit, batches };
};
