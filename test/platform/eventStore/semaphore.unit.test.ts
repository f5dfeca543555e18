import { expect } from 'chai';
import { createLanes } from '../../../platform/eventStore/client/semaphore.js';

describe('Lanes', () => {
  it('admit as many as there are, then the next in order as others leave', async () => {
    const lanes = createLanes(2);
    const [first, second] = [await lanes.enter(10), await lanes.enter(10)];
    const order: string[] = [];
    const third = lanes.enter(1000).then(() => order.push('third'));
    const fourth = lanes.enter(1000).then(() => order.push('fourth'));
    first?.();
    second?.();
    await Promise.all([third, fourth]);

    expect(order).to.deep.equal(['third', 'fourth']);
  });

  it('turn away who has waited long enough, and whoever comes later is served', async () => {
    const lanes = createLanes(1);
    const leave = await lanes.enter(10);

    expect(await lanes.enter(10)).to.equal(null);
    leave?.();
    expect(await lanes.enter(10)).to.be.a('function');
    expect(await lanes.enter(10)).to.equal(null);
  });
});
