import { expect } from 'chai';
import { createLanes } from '../../../platform/eventStore/lanes.js';

describe('Lanes', () => {
  it('admit as many as there are, then the next in order as others leave', async () => {
    const lanes = createLanes(2, 0);
    const [first, second] = [await lanes.enter(1, 10), await lanes.enter(1, 10)];
    const order: string[] = [];
    const third = lanes.enter(1, 1000).then(() => order.push('third'));
    const fourth = lanes.enter(1, 1000).then(() => order.push('fourth'));
    first?.(true);
    second?.(true);
    await Promise.all([third, fourth]);

    expect(order).to.deep.equal(['third', 'fourth']);
  });

  it('turn away who has waited long enough', async () => {
    const lanes = createLanes(1, 0);
    const leave = await lanes.enter(1, 10);

    expect(await lanes.enter(1, 10)).to.equal(null);
    leave?.(true);
    expect(await lanes.enter(1, 10)).to.be.a('function');
  });

  it('widen for small ones after one went well, and narrow after a failure', async () => {
    const lanes = createLanes(1, 100);
    const proof = await lanes.enter(50, 10);
    expect(await lanes.enter(50, 10)).to.equal(null);
    proof?.(true);
    const one = await lanes.enter(50, 10);
    const two = await lanes.enter(50, 10);

    expect(two).to.be.a('function');
    expect(await lanes.enter(50, 10)).to.equal(null);
    two?.(false);
    expect(await lanes.enter(10, 10)).to.equal(null);
    one?.(true);
  });
});
