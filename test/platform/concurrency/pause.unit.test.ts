import { expect } from 'chai';
import {
  createTicking,
  jittered,
  pause,
  repeatInStep,
} from '../../../platform/concurrency/index.js';

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

describe('What is repeated in step', () => {
  it('is called together, whenever it began, and no more once it was ended', async () => {
    const calls: string[] = [];
    let endAll: () => void = () => undefined;
    const isOver = new Promise<void>((resolve) => (endAll = resolve));
    const note = (name: string) => () => {
      // what is called together has nothing between it, not even the next turn
      if (calls.at(-1) !== '|') setImmediate(() => calls.push('|'));
      calls.push(name);
      if (calls.length > 12) endAll();
    };
    const ends = [repeatInStep(50, note('one'))];
    await pause(20);
    ends.push(repeatInStep(50, note('other')));
    await isOver;
    for (const end of ends) end();
    await pause(60);
    const before = calls.length;
    await pause(120);

    const together = calls.join(' ').split(/(?: ?\| ?)+/);
    expect(together.filter((names) => names === 'one other').length).to.be.above(2);
    expect(calls).to.have.length(before);
  });
});

describe('A ticking timer', () => {
  it('ticks from a start to a pause, again from the next start, and never after a stop', async () => {
    let ticks = 0;
    let onThird: () => void = () => undefined;
    const timer = createTicking(1, () => {
      ticks += 1;
      if (ticks % 3 !== 0) return;
      timer.pause();
      onThird();
    });
    for (const until of [3, 6]) {
      const third = new Promise<void>((resolve) => {
        onThird = resolve;
      });
      timer.start();
      timer.start();
      await third;
      await pause(10);
      expect(ticks).to.equal(until);
    }
    timer.stop();
    timer.start();
    await pause(10);
    expect(ticks).to.equal(6);
  });
});
