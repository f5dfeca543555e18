import { expect } from 'chai';
import { ConflictBackoff } from '../../../../platform/commandHandling/handler/conflictBackoff.js';

describe('The conflict back-off', () => {
  it('costs nothing where there was no conflict', async () => {
    const order: string[] = [];
    const timer = new Promise<void>((resolve) => setImmediate(resolve));
    await Promise.all([
      timer.then(() => order.push('timer')),
      new ConflictBackoff().afterAppend().then(() => order.push('next')),
    ]);

    expect(order).to.deep.equal(['next', 'timer']);
  });

  it('pauses after each append for a while after a conflict, longer where reading took longer', async () => {
    const backoff = new ConflictBackoff();
    backoff.noteConflict(0);
    expect(await msOf(backoff.afterAppend())).to.be.at.least(4);
    backoff.noteConflict(50);

    expect(await msOf(backoff.afterAppend())).to.be.at.least(54);
    expect(await msOf(backoff.afterAppend())).to.be.at.least(54);
  });
});

const msOf = async (waiting: Promise<void>): Promise<number> => {
  const began = performance.now();
  await waiting;

  return performance.now() - began;
};
