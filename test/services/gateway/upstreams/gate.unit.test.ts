import { expect } from 'chai';
import { createGate, type Gate } from '../../../../services/gateway/upstreams/gate.js';

const enoughToOpenTheBreaker = 12;

describe('gateway: an upstream that gives no response while others wait for it', () => {
  /** So many have waited for their places, and have them now. */
  const waited = async (gate: Gate) => {
    const acquireAll = () =>
      Promise.all(Array.from({ length: enoughToOpenTheBreaker }, () => gate.acquire(60_000)));
    const before = await acquireAll();
    const waiting = acquireAll();
    await new Promise((resolve) => setTimeout(resolve, 2));
    for (const { release } of before) release();
    const passages = await waiting;
    for (const { waitedMs } of passages) expect(waitedMs).to.be.above(0);

    return passages;
  };

  it('is left alone', async () => {
    const gate = createGate('orders', { max: enoughToOpenTheBreaker });
    for (const { timedOut } of await waited(gate)) timedOut();

    expect(gate.isOpen()).to.equal(false);
  });

  it('is not, when one of the others had its response meanwhile', async () => {
    const gate = createGate('orders', { max: enoughToOpenTheBreaker });
    const [one, ...others] = await waited(gate);
    one?.succeeded();
    for (const { timedOut } of others) timedOut();

    expect(gate.isOpen()).to.equal(true);
  });

  it('refuses who waits for longer than it may, and has its place back', async () => {
    const gate = createGate('orders', { max: 1 });
    const first = await gate.acquire(0);
    const refusal: unknown = await gate.acquire(5).catch((error: unknown) => error);

    expect(refusal).to.include({ status: 503, code: 'BUSY' });
    first.release();
    first.release();
    (await gate.acquire(0)).release();
    expect([gate.inFlight(), gate.waiting()]).to.deep.equal([0, 0]);
  });
});
