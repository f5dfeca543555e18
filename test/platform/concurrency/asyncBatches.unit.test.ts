import { expect } from 'chai';
import { setTimeout as delay } from 'node:timers/promises';
import { asyncBatches } from '../../../platform/concurrency/index.js';
import { rejectionOf } from '../../support/assertions/rejectionOf.js';

describe('Async batches', () => {
  it('come at once when they come alone, and together when they have collected', async () => {
    const batches: number[][] = [];
    for await (const batch of asyncBatches(numbers(7), { maxBatch: 4 })) {
      batches.push(batch);
      await delay(5);
    }

    expect(batches[0]).to.deep.equal([0]);
    expect(batches.flat()).to.deep.equal([0, 1, 2, 3, 4, 5, 6]);
    expect(batches.length).to.be.below(5);
    expect(batches.every((batch) => batch.length <= 4)).to.equal(true);
  });

  it('let the source wait when the batch to come is full', async () => {
    let made = 0;
    const source = numbers(100, () => (made += 1));
    for await (const batch of asyncBatches(source, { maxBatch: 10 })) {
      await delay(2);
      expect(made - (batch.at(-1) ?? 0)).to.be.at.most(12);
    }

    expect(made).to.equal(100);
  });

  it('hand over what has arrived before they fail as the source does', async () => {
    const seen: number[] = [];
    const consume = async () => {
      for await (const batch of asyncBatches(failingAfter(3), { maxBatch: 10 }))
        seen.push(...batch);
    };
    const error = await rejectionOf(consume());

    expect(error).to.have.property('message', 'broken');
    expect(seen).to.deep.equal([0, 1, 2]);
  });

  it('are empty while nothing comes, for whoever wants to know', async () => {
    const batches: number[][] = [];
    for await (const batch of asyncBatches(slowly(2), { maxBatch: 10, idleMs: 10 }))
      batches.push(batch);

    expect(batches.flat()).to.deep.equal([0, 1]);
    expect(batches.filter((batch) => batch.length === 0)).to.have.length.greaterThan(1);
    expect(batches.at(-1)).to.deep.equal([1]);
  });

  it('end when the source ends, even an empty one', async () => {
    for await (const batch of asyncBatches(numbers(0), { maxBatch: 10 }))
      expect.fail(`${batch.length} arrived`);
  });
});

async function* numbers(count: number, note: () => void = () => undefined) {
  for (let number = 0; number < count; number += 1) {
    note();
    yield await Promise.resolve(number);
  }
}

async function* slowly(count: number) {
  for (let number = 0; number < count; number += 1) {
    await delay(50);
    yield number;
  }
}

async function* failingAfter(count: number) {
  yield* numbers(count);
  throw new Error('broken');
}
