import { expect } from 'chai';
import { createLimiter, pause } from '../../../platform/concurrency/index.js';

describe('The limiter', () => {
  it('admits as many as it may, then the next in order as others release', async () => {
    const limiter = createLimiter(2);
    const [first, second] = [await limiter.acquire(10), await limiter.acquire(10)];
    const order: string[] = [];
    const third = limiter.acquire(1000).then(() => order.push('third'));
    const fourth = limiter.acquire(1000).then(() => order.push('fourth'));
    expect([limiter.isFull(), limiter.waiting()]).to.deep.equal([true, 2]);
    first?.();
    second?.();
    await Promise.all([third, fourth]);

    expect(order).to.deep.equal(['third', 'fourth']);
    expect(limiter.waiting()).to.equal(0);
  });

  it('turns away who has waited long enough, and serves whoever comes later', async () => {
    const limiter = createLimiter(1);
    const release = await limiter.acquire(10);

    expect(await limiter.acquire(10)).to.equal(null);
    release?.();
    expect(await limiter.acquire(10)).to.be.a('function');
    expect(await limiter.acquire(10)).to.equal(null);
  });

  it('lets nobody overtake those who wait', async () => {
    const limiter = createLimiter(1);
    const release = limiter.tryAcquire();
    const waiting = limiter.acquire();
    release?.();

    expect(limiter.tryAcquire()).to.equal(null);
    (await waiting)?.();
    expect(limiter.tryAcquire()).to.be.a('function');
  });

  it('counts a release once, however often it is called', async () => {
    const limiter = createLimiter(2);
    const [first] = [limiter.tryAcquire(), limiter.tryAcquire()];
    first?.();
    first?.();

    expect(limiter.tryAcquire()).to.be.a('function');
    expect(limiter.tryAcquire()).to.equal(null);
    first?.();
    expect(limiter.isFull()).to.equal(true);
    const waiting = limiter.acquire(20);
    first?.();
    expect(await waiting).to.equal(null);
  });

  it('resolves when nothing is in flight any more', async () => {
    const limiter = createLimiter(2);
    await limiter.whenIdle();
    const [first, second] = [limiter.tryAcquire(), limiter.tryAcquire()];
    let isIdle = false;
    const idle = limiter.whenIdle().then(() => (isIdle = true));
    first?.();
    await pause(5);
    expect(isIdle).to.equal(false);
    second?.();
    await idle;

    expect(isIdle).to.equal(true);
  });
});
