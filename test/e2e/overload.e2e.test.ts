import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { openShop, type Shop } from '../support/clients/shop.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

const contractMs = 10_000;

describe('npm start with more orders than it can decide', function () {
  this.timeout(240_000);
  let home: Home;
  let system: System;
  let shop: Shop;
  let token: string;
  let product: string;

  before(async () => {
    home = createHome();
    system = await home.start([], { ...unlimited, ADMISSION_MAX_LAG_MS: '1000' });
    shop = openShop(system);
    token = await shop.customer();
    product = await shop.product(100_000);
    const { body } = await shop.order(token, product);
    await shop.outcome(token, body.order.id);
  });
  after(() => home.remove());

  const click = async (key: string): Promise<Click> => {
    const begun = performance.now();
    const answer = await fetch(`${shop.gateway}/api/orders`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ items: [{ productId: product, quantity: 1 }] }),
    });
    const body = (await answer.json()) as Body;

    return { key, status: answer.status, body, ms: performance.now() - begun };
  };
  /** A click every 20 ms, whether or not the one before has its answer. */
  const clickFor = async (ms: number): Promise<Click[]> => {
    const clicks: Promise<Click>[] = [];
    for (const end = performance.now() + ms; performance.now() < end;) {
      clicks.push(click(randomUUID()));
      await sleep(20);
    }

    return Promise.all(clicks);
  };
  const whilePaused = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const pid = system.pidOf(name);
    process.kill(pid, 'SIGSTOP');
    try {
      return await work();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  };

  it('refuses those beyond with BUSY, decides the others, and takes the same keys afterwards', async () => {
    const clicks = await whilePaused('workers', () => clickFor(2_500));
    const accepted = clicks.filter(({ status }) => status === 201);
    const busy = clicks.filter(({ body }) => body.code === 'BUSY');

    expect(accepted).to.not.be.empty;
    expect(busy).to.not.be.empty;
    expect(accepted.length + busy.length).to.equal(clicks.length);
    for (const { body } of accepted)
      expect((await shop.outcome(token, body.order?.id ?? '')).status).to.equal('CONFIRMED');
    for (const { key } of busy.slice(0, 5)) {
      const { status, headers, body } = await shop.order(token, product, key);
      expect(status).to.equal(201);
      expect(headers.has('idempotency-replayed')).to.equal(false);
      expect((await shop.outcome(token, body.order.id)).status).to.equal('CONFIRMED');
    }
  });

  for (const name of ['eventStore', 'postgres'])
    it(`answers in time while this does not: ${name}`, async () => {
      const clicks = await whilePaused(name, () => clickFor(6_000));

      expect(clicks.filter(({ status }) => ![201, 503, 504].includes(status))).to.deep.equal([]);
      expect(Math.max(...clicks.map(({ ms }) => ms))).to.be.below(contractMs);
      const { body } = await shop.order(token, product);
      expect((await shop.outcome(token, body.order.id)).status).to.equal('CONFIRMED');
    });
});

type Body = Readonly<{ code?: string; order?: Readonly<{ id: string }> }>;

type Click = Readonly<{ key: string; status: number; body: Body; ms: number }>;
