import { expect } from 'chai';
import { createAdaptiveDelay, pause } from '../../../platform/concurrency/index.js';

const delay = createAdaptiveDelay({ busyFrom: 10, delayMs: 30 });

describe('The adaptive delay', () => {
  it('lets the next batch begin at once while there is little to do', async () => {
    const order: string[] = [];
    await Promise.all([
      pause(0).then(() => order.push('timer')),
      delay(9).then(() => order.push('next')),
    ]);

    expect(order).to.deep.equal(['next', 'timer']);
  });

  it('lets it wait when the last one was big', async () => {
    const order: string[] = [];
    await Promise.all([
      delay(10).then(() => order.push('next')),
      pause(0).then(() => order.push('timer')),
    ]);

    expect(order).to.deep.equal(['timer', 'next']);
  });

  it('lets the next begin at once after one that was full', async () => {
    const order: string[] = [];
    const untilFull = createAdaptiveDelay({ busyFrom: 10, delayMs: 30, full: 500 });
    await Promise.all([
      pause(0).then(() => order.push('timer')),
      untilFull(500).then(() => order.push('next')),
    ]);

    expect(order).to.deep.equal(['next', 'timer']);
  });
});
