import { expect } from 'chai';
import { createSignal, pause } from '../../../platform/concurrency/index.js';

describe('The signal', () => {
  it('wakes who waits', async () => {
    const signal = createSignal();
    const waiting = signal.wait();
    signal.notify();

    expect(await waiting).to.equal(true);
  });

  it('keeps a notification for the next wait, several as one', async () => {
    const signal = createSignal();
    signal.notify();
    signal.notify();

    expect(await signal.wait(5)).to.equal(true);
    expect(await signal.wait(5)).to.equal(false);
  });

  it('takes what is notified before the waiting loop runs again as the same one', async () => {
    const signal = createSignal();
    const waiting = signal.wait();
    signal.notify();
    signal.notify();

    expect(await waiting).to.equal(true);
    expect(await signal.wait(5)).to.equal(false);
  });

  it('wakes all who wait', async () => {
    const signal = createSignal();
    const waiting = [signal.wait(), signal.wait(1_000)];
    signal.notify();

    expect(await Promise.all(waiting)).to.deep.equal([true, true]);
  });

  it('wakes nobody twice: a timeout that has passed counts no more', async () => {
    const signal = createSignal();
    expect(await signal.wait(1)).to.equal(false);
    signal.notify();
    await pause(1);

    expect(await signal.wait()).to.equal(true);
  });
});
