import { expect } from 'chai';
import {
  Deadline,
  DeadlinePassed,
  earliestOf,
  pause,
  TimeoutError,
} from '../../../platform/concurrency/index.js';

describe('Deadline', () => {
  it('says what is left, and lets work go on until it has passed', async () => {
    const deadline = new Deadline(20);
    expect(deadline.leftMs()).to.be.within(1, 20);
    deadline.requireTime();
    await pause(25);

    expect(deadline.leftMs()).to.equal(0);
    expect(() => deadline.requireTime()).to.throw(DeadlinePassed);
  });

  it('has passed for all that follow once somebody has given up, however much was left', () => {
    const deadline = new Deadline(10_000);

    expect(deadline.giveUp()).to.be.instanceOf(DeadlinePassed);
    expect(deadline.hasPassed()).to.equal(true);
  });

  it('leaves the outcome open when something was sent', () => {
    const deadline = new Deadline(10_000);
    deadline.noteSent();

    expect(deadline.giveUp()).to.be.instanceOf(TimeoutError);
    expect(() => deadline.requireTime()).to.throw(TimeoutError);
  });
});

describe('earliestOf', () => {
  it('has the time of the first, and notes for all that something was sent', () => {
    const [short, long] = [new Deadline(100), new Deadline(10_000)];
    const both = earliestOf([short, long]);
    expect(both.leftMs()).to.be.within(1, 100);
    both.noteSent();

    expect(long.giveUp()).to.be.instanceOf(TimeoutError);
    expect(() => both.requireTime()).to.throw(TimeoutError);
    expect(short.hasPassed()).to.equal(false);
  });

  it('never ends without any', () => {
    expect(earliestOf([]).leftMs()).to.equal(Infinity);
  });
});
