import { expect } from 'chai';
import { backoffMs, createBackoff } from '../../../platform/concurrency/index.js';

const limits = { minMs: 100, maxMs: 1_000 };

describe('The back-off', () => {
  it('doubles up to its limit, with jitter of up to a half', () => {
    const backoff = createBackoff(limits);

    for (const full of [100, 200, 400, 800, 1_000, 1_000])
      expect(backoff.nextMs()).to.be.within(full / 2, full);
  });

  it('begins again after a success', () => {
    const backoff = createBackoff(limits);
    for (let failures = 0; failures < 5; failures += 1) backoff.nextMs();
    backoff.reset();

    expect(backoff.nextMs()).to.be.within(50, 100);
  });

  it('stays at its limit after thousands of failures', () => {
    expect(backoffMs(5_000, limits)).to.be.within(500, 1_000);
  });

  it('pauses for the delay, or until the signal aborts', async () => {
    const backoff = createBackoff({ minMs: 60_000, maxMs: 60_000 });
    const stopping = new AbortController();
    const waiting = backoff.wait(stopping.signal);
    stopping.abort();
    await waiting;

    const began = performance.now();
    await createBackoff({ minMs: 30, maxMs: 30 }).wait();
    expect(performance.now() - began).to.be.at.least(14);
  });
});
