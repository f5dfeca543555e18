import { expect } from 'chai';
import { GCProfiler } from 'node:v8';
import { createLinkedQueue } from '../../../platform/collections/index.js';

describe('A linked queue', () => {
  it('is emptied in the order in which it was filled', () => {
    const queue = createLinkedQueue<string>();
    for (const member of ['a', 'b', 'c']) queue.add(member);

    expect([queue.shift(), queue.size(), queue.members()]).to.deep.equal(['a', 2, ['b', 'c']]);
    expect([queue.shift(), queue.shift(), queue.shift(), queue.size()]).to.deep.equal([
      'b',
      'c',
      undefined,
      0,
    ]);
  });

  it('has anything removed, once', () => {
    const queue = createLinkedQueue<string>();
    const [first, second, third] = ['a', 'b', 'c'].map(queue.add);
    second?.();
    second?.();

    expect([queue.size(), queue.members()]).to.deep.equal([2, ['a', 'c']]);
    third?.();
    queue.add('d');
    first?.();
    expect([queue.size(), queue.members()]).to.deep.equal([1, ['d']]);
    expect(queue.shift()).to.equal('d');
    first?.();
    expect(queue.size()).to.equal(0);
  });

  it('may lose all that it has while it is gone through', () => {
    const queue = createLinkedQueue<() => void>();
    const removed: number[] = [];
    for (const number of [1, 2, 3]) {
      const remove = queue.add(() => {
        remove();
        removed.push(number);
      });
    }
    for (const member of queue.members()) member();

    expect([removed, queue.size()]).to.deep.equal([[1, 2, 3], 0]);
  });

  it('keeps nothing alive that was removed', () => {
    const queue = createLinkedQueue<object>();
    const removals: (() => void)[] = [];
    const survived = survivorsOf((member) => {
      removals.push(queue.add(member));
      if (removals.length > 200) removals.shift()?.();
    });

    // some 280 MB come and go; half of that grows old where a Set keeps who is there
    expect(survived).to.be.lessThan(28_000_000);
  });
});

/** Bytes that collections of the young generation moved to the old one meanwhile. */
const survivorsOf = (use: (member: object) => void): number => {
  const profiler = new GCProfiler();
  profiler.start();
  for (let count = 0; count < 40_000; count += 1)
    use({ payload: Array.from({ length: 100 }, (_, index) => ({ count, index })) });
  const { statistics } = profiler.stop();

  return statistics
    .filter(({ gcType }) => gcType === 'Scavenge')
    .map(({ beforeGC, afterGC }) => oldSpaceOf(afterGC) - oldSpaceOf(beforeGC))
    .reduce((sum, bytes) => sum + bytes, 0);
};

type Heap = ReturnType<GCProfiler['stop']>['statistics'][number]['beforeGC'];

const oldSpaceOf = ({ heapSpaceStatistics }: Heap): number =>
  heapSpaceStatistics.find(({ spaceName }) => spaceName === 'old_space')?.spaceUsedSize ?? 0;
