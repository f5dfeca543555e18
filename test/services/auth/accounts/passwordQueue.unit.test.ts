import { expect } from 'chai';
import { createPasswordQueue } from '../../../../services/auth/accounts/passwordQueue.js';

describe('auth: the queue before bcrypt', () => {
  const tick = () => new Promise((resolve) => setImmediate(resolve));

  it('T14: lets so many work, so many wait in order, and refuses the rest', async () => {
    const inQueue = createPasswordQueue({ maxInFlight: 2, maxWaiting: 3 });
    const started: number[] = [];
    const ends: (() => void)[] = [];
    const works = [0, 1, 2, 3, 4, 5, 6].map((index) =>
      inQueue(
        () =>
          new Promise<number>((resolve) => {
            started.push(index);
            ends.push(() => resolve(index));
          }),
      ).catch((error: unknown) => (error as { code: string }).code),
    );
    await tick();
    expect(started).to.deep.equal([0, 1]);
    for (let index = 0; index < 5; index += 1) {
      ends[index]?.();
      await tick();
    }

    expect(started).to.deep.equal([0, 1, 2, 3, 4]);
    expect(await Promise.all(works)).to.deep.equal([0, 1, 2, 3, 4, 'BUSY', 'BUSY']);
  });

  it('opens again after works that failed', async () => {
    const inQueue = createPasswordQueue({ maxInFlight: 1, maxWaiting: 0 });
    const failing = () => inQueue(() => Promise.reject(new Error('no')));
    for (let index = 0; index < 3; index += 1)
      expect(await failing().catch((error: unknown) => String(error))).to.equal('Error: no');

    expect(await inQueue(() => Promise.resolve('yes'))).to.equal('yes');
  });
});
