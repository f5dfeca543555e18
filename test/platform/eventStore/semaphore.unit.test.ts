import { expect } from 'chai';
import { createSemaphore } from '../../../platform/eventStore/client/semaphore.js';

describe('Semaphore', () => {
  it('admit as many as there are, then the next in order as others release', async () => {
    const semaphore = createSemaphore(2);
    const [first, second] = [await semaphore.acquire(10), await semaphore.acquire(10)];
    const order: string[] = [];
    const third = semaphore.acquire(1000).then(() => order.push('third'));
    const fourth = semaphore.acquire(1000).then(() => order.push('fourth'));
    first?.();
    second?.();
    await Promise.all([third, fourth]);

    expect(order).to.deep.equal(['third', 'fourth']);
  });

  it('turn away who has waited long enough, and whoever comes later is served', async () => {
    const semaphore = createSemaphore(1);
    const release = await semaphore.acquire(10);

    expect(await semaphore.acquire(10)).to.equal(null);
    release?.();
    expect(await semaphore.acquire(10)).to.be.a('function');
    expect(await semaphore.acquire(10)).to.equal(null);
  });
});
