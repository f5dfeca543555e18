import { expect } from 'chai';
import {
  Batcher,
  type BatcherOptions,
  startAtOnce,
  startAfterPoll,
  pause,
} from '../../../platform/concurrency/index.js';

describe('The batcher', () => {
  it('hands over a lone item at once, without a timer', async () => {
    const { batcher, batches } = recording();
    batcher.add(1);
    await Promise.resolve();

    expect(batches).to.deep.equal([[1]]);
  });

  it('hands over together what is added in the same turn', async () => {
    const { batcher, batches } = recording();
    for (const item of [1, 2, 3]) batcher.add(item);
    await batcher.whenIdle();

    expect(batches).to.deep.equal([[1, 2, 3]]);
  });

  it('collects while a batch is at work, and never works on two', async () => {
    const { batcher, batches, mostAtOnce } = recording();
    batcher.add(1);
    await Promise.resolve();
    batcher.add(2);
    await Promise.resolve();
    batcher.add(3);
    await batcher.whenIdle();

    expect(batches).to.deep.equal([[1], [2, 3]]);
    expect(mostAtOnce()).to.equal(1);
  });

  it('makes no batch larger than it may be, and keeps the order', async () => {
    const { batcher, batches } = recording({ maxBatch: 2 });
    for (const item of [1, 2, 3, 4, 5]) batcher.add(item);
    await batcher.whenIdle();

    expect(batches).to.deep.equal([[1, 2], [3, 4], [5]]);
  });

  it('makes no batch heavier than it may be, but for a single item', async () => {
    const { batcher, batches } = recording({ maxWeight: 5, maxBatch: 3, weightOf: (n) => n });
    for (const item of [2, 3, 1, 9, 1, 1, 1, 1]) batcher.add(item);
    await batcher.whenIdle();

    expect(batches).to.deep.equal([[2, 3], [1], [9], [1, 1, 1], [1]]);
  });

  it('sends the first item alone where the start is not to wait', async () => {
    const { batcher, batches } = recording({ start: startAtOnce });
    for (const item of [1, 2, 3]) batcher.add(item);

    expect(batches).to.deep.equal([[1]]);
    await batcher.whenIdle();
    expect(batches).to.deep.equal([[1], [2, 3]]);
  });

  it('collects from later turns where it should', async () => {
    const { batcher, batches } = recording({ start: startAfterPoll });
    batcher.add(1);
    await Promise.resolve();
    batcher.add(2);
    await batcher.whenIdle();

    expect(batches).to.deep.equal([[1, 2]]);
  });

  it('waits between batches when the last one was large', async () => {
    let endDelay: () => void = () => undefined;
    const delay = new Promise<void>((resolve) => (endDelay = resolve));
    const linger = (handled: number) => (handled < 2 ? Promise.resolve() : delay);
    const { batcher, batches } = recording({ linger });
    for (const item of [1, 2]) batcher.add(item);
    await pause(5);
    batcher.add(3);
    await pause(5);
    batcher.add(4);
    endDelay();
    await batcher.whenIdle();

    expect(batches).to.deep.equal([
      [1, 2],
      [3, 4],
    ]);
  });

  it('goes on after a batch whose work rejected', async () => {
    const errors: unknown[] = [];
    const seen: number[] = [];
    const work = (batch: readonly number[]): Promise<void> => {
      seen.push(...batch);

      return batch.includes(1) ? Promise.reject(new Error('broken')) : Promise.resolve();
    };
    const onError = (error: unknown) => void errors.push(error);
    const batcher = new Batcher<number>(work, { maxBatch: 1, onError });
    for (const item of [1, 2]) batcher.add(item);
    await batcher.whenIdle();

    expect(seen).to.deep.equal([1, 2]);
    expect(errors).to.have.length(1);
    expect(errors[0]).to.have.property('message', 'broken');
  });

  it('knows what waits, and drops it', async () => {
    const { batcher, batches } = recording();
    batcher.add(1);
    await Promise.resolve();
    for (const item of [2, 3]) batcher.add(item);

    expect(batcher.waiting).to.deep.equal([2, 3]);
    expect(batcher.clear()).to.deep.equal([2, 3]);
    await batcher.whenIdle();
    expect(batches).to.deep.equal([[1]]);
  });

  it('is idle before the first item and after the last', async () => {
    const { batcher } = recording();
    expect(batcher.isIdle).to.equal(true);
    batcher.add(1);
    expect(batcher.isIdle).to.equal(false);
    await batcher.whenIdle();

    expect(batcher.isIdle).to.equal(true);
  });
});

const recording = (options: BatcherOptions<number> = {}) => {
  const batches: number[][] = [];
  let atWork = 0;
  let most = 0;
  const batcher = new Batcher<number>(async (batch) => {
    batches.push([...batch]);
    atWork += 1;
    most = Math.max(most, atWork);
    await new Promise(setImmediate);
    atWork -= 1;
  }, options);

  return { batcher, batches, mostAtOnce: () => most };
};
