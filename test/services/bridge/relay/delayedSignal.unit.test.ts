import { expect } from 'chai';
import { createDelayedSignal } from '../../../../services/bridge/relay/delayedSignal.js';

describe('delayed signal', () => {
  it('notifies after the delay', async () => {
    const { notifyWithin, wait } = createDelayedSignal();
    notifyWithin(10);

    expect(await wait(1_000)).to.equal(true);
  });

  it('notifies once for many reasons', async () => {
    const { notifyWithin, wait } = createDelayedSignal();
    notifyWithin(10);
    notifyWithin(30);
    await wait(1_000);

    expect(await wait(60)).to.equal(false);
  });

  it('is not late for a reason that cannot wait, nor notifies again after it', async () => {
    const { notify, notifyWithin, wait } = createDelayedSignal();
    notifyWithin(40);
    notify();

    expect(await wait(0)).to.equal(true);
    expect(await wait(80)).to.equal(false);
  });
});
