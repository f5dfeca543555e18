import { expect } from 'chai';
import { jittered, pause } from '../../../platform/concurrency/index.js';

describe('A pause', () => {
  it('ends at once when it is aborted, or was before', async () => {
    const stopping = new AbortController();
    const pausing = pause(60_000, stopping.signal);
    stopping.abort();
    await pausing;
    await pause(60_000, stopping.signal);
  });

  it('with jitter takes between half and all of its time', () => {
    for (let i = 0; i < 100; i += 1) expect(jittered(10)).to.be.within(5, 10);
  });
});
