import { expect } from 'chai';
import { createGathering, pause } from '../../../platform/lifecycle/index.js';

const gathered = createGathering({ busy: 10, gather: 30 });

describe('Gathering', () => {
  it('lets the next batch begin at once while there is little to do', async () => {
    const order: string[] = [];
    await Promise.all([
      pause(0).then(() => order.push('timer')),
      gathered(9).then(() => order.push('next')),
    ]);

    expect(order).to.deep.equal(['next', 'timer']);
  });

  it('lets it wait when the last one was big', async () => {
    const order: string[] = [];
    await Promise.all([
      gathered(10).then(() => order.push('next')),
      pause(0).then(() => order.push('timer')),
    ]);

    expect(order).to.deep.equal(['timer', 'next']);
  });
});
