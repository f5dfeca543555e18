import { expect } from 'chai';
import { createClock } from '../../../web/client/clock.js';

const dateAt = (time: number): string => new Date(Math.floor(time / 1000) * 1000).toUTCString();

describe('The clock of the pages', () => {
  it('comes as near to the server as its headers allow, and nearer with each', () => {
    const clock = createClock();
    const ahead = 5_000_123;
    const errors = Array.from({ length: 40 }, (_, index) => {
      const sentAt = performance.now() + index * 137;
      const time = performance.timeOrigin + sentAt + ahead;
      clock.observe({ date: dateAt(time + 10), sentAt, receivedAt: sentAt + 20 });

      return Math.abs(clock.now() - performance.now() - performance.timeOrigin - ahead);
    });

    expect(errors[0]).to.be.lessThan(520);
    expect(errors.at(-1)).to.be.lessThan(100);
  });

  it('begins anew when a clock was set', () => {
    const clock = createClock();
    const at = performance.now();
    const observe = (time: number) =>
      clock.observe({ date: dateAt(time), sentAt: at, receivedAt: at + 5 });
    observe(performance.timeOrigin + at);
    observe(performance.timeOrigin + at + 3_600_000);

    expect(clock.now() - performance.now() - performance.timeOrigin).to.be.closeTo(
      3_600_000,
      1_100,
    );
  });

  it('leaves the time alone without a header that it can read', () => {
    const clock = createClock();
    clock.observe({ date: null, sentAt: 0, receivedAt: 5 });
    clock.observe({ date: 'yesterday', sentAt: 0, receivedAt: 5 });

    expect(clock.now()).to.be.closeTo(performance.timeOrigin + performance.now(), 50);
  });
});
