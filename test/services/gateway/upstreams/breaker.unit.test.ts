import { expect } from 'chai';
import { setTimeout as pause } from 'node:timers/promises';
import { createBreaker } from '../../../../services/gateway/upstreams/breaker.js';

const options = { failures: 2, restMs: 30, fullFrom: 4 };

const openBreaker = () => {
  const breaker = createBreaker(options);
  for (let count = 0; count < options.failures; count += 1) breaker.begin().failed();

  return breaker;
};

describe('Breaker', () => {
  it('is open after failures in a row, and rests', () => {
    expect(openBreaker().isClosed()).to.equal(false);
  });

  it('stays closed when a success comes between failures', () => {
    const breaker = createBreaker(options);
    breaker.begin().failed();
    breaker.begin().succeeded();
    breaker.begin().failed();

    expect(breaker.isClosed()).to.equal(true);
  });

  it('lets one try after the rest, and with each success one more at a time', async () => {
    const breaker = openBreaker();
    await pause(40);
    expect(breaker.isClosed()).to.equal(true);
    const trial = breaker.begin();
    expect(breaker.isClosed()).to.equal(false);
    trial.succeeded();
    const two = [breaker.begin(), breaker.begin()];
    expect(breaker.isClosed()).to.equal(false);
    two.forEach(({ succeeded }) => succeeded());
    for (let count = 0; count < 100; count += 1) breaker.begin();

    expect(breaker.isClosed()).to.equal(true);
  });

  it('opens again with the first failure while it lets few in', async () => {
    const breaker = openBreaker();
    await pause(40);
    breaker.begin().succeeded();
    breaker.begin().failed();

    expect(breaker.isClosed()).to.equal(false);
  });

  it('gives the place of a request back that says nothing, once', async () => {
    const breaker = openBreaker();
    await pause(40);
    const gone = breaker.begin();
    gone.ended();
    gone.failed();
    expect(breaker.isClosed()).to.equal(true);
    breaker.begin();

    expect(breaker.isClosed()).to.equal(false);
  });

  it('learns nothing from requests that began before it opened', async () => {
    const breaker = createBreaker(options);
    const [late, later] = [breaker.begin(), breaker.begin()];
    for (let count = 0; count < options.failures; count += 1) breaker.begin().failed();
    await pause(40);
    late.failed();
    later.succeeded();
    breaker.begin();

    expect(breaker.isClosed()).to.equal(false);
  });
});
