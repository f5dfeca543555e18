import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { infrastructure, serviceNames, services } from '../../embedded/launcher/layout.js';
import { openShop, type Placed, type Shop } from '../support/clients/shop.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

describe('kill -9 of the whole system', function () {
  this.timeout(240_000);
  let home: Home;
  let system: System;

  beforeEach(async () => {
    home = createHome();
    system = await home.start([], unlimited);
  });

  afterEach(() => home.remove());

  /**
   * The second start has the addresses of the first, as it has on a machine where the usual ports
   * are free.
   */
  const samePorts = () => {
    const { endpoints } = system;
    const ofServices = serviceNames.map((name) => [
      services[name].variable,
      new URL(endpoints[name]).port,
    ]);
    const ofKafka = [infrastructure.kafka.variable, endpoints.kafka.split(':')[1]];

    return Object.fromEntries([...ofServices, ofKafka]) as Record<string, string>;
  };

  it('in the middle of a sale loses no order and sells nothing twice', async () => {
    const shop = openShop(system);
    const units = 8;
    const buyers = await Promise.all(Array.from({ length: 30 }, () => shop.customer()));
    const productId = await shop.product(units);
    const rush = buyers.map((token) => ({ token, key: randomUUID() }));
    const accepted: (Placed & { token: string; key: string })[] = [];
    const sale = rush.map(async ({ token, key }) => {
      const body = await placeOnce(shop, { token, key, productId });
      if (body !== null) accepted.push({ ...body, token, key });
    });
    while (accepted.length < 6) await sleep(2);
    await system.kill();
    await Promise.all(sale);
    expect(home.processes()).to.deep.equal([]);

    system = await home.start([], { ...unlimited, ...samePorts() });
    const outcomes = await Promise.all(
      accepted.map(({ token, order }) => shop.outcome(token, order.id)),
    );
    expect(outcomes.map(({ id }) => id)).to.have.members(accepted.map(({ order }) => order.id));

    const replays = await Promise.all(
      accepted.map(({ token, key }) => shop.order(token, productId, key)),
    );
    expect(replays.map(({ body }) => body)).to.deep.equal(
      accepted.map(({ message, order }) => ({ message, order })),
    );

    // those who got no answer ask again with their key, and are then either in or told why not
    const all = await Promise.all(
      rush.map(async ({ token, key }) => {
        const { body } = await shop.order(token, productId, key);
        const order = (body as Partial<Placed>).order;

        return order === undefined ? null : shop.outcome(token, order.id);
      }),
    );
    const confirmed = all.filter((order) => order?.status === 'CONFIRMED');
    const stock = await shop.api.call<{ onHand: number; reserved: number; available: number }>({
      path: `/api/products/${productId}/stock`,
      token: buyers[0] ?? '',
    });

    expect(confirmed).to.have.length(units);
    expect(stock.body).to.include({ onHand: units, reserved: units, available: 0 });
  });

  it('in the middle of the demo lets the demo itself end well after the next start', async () => {
    const ports = samePorts();
    const demo = home.run('demo', ['--short']);
    await demo.says('socket  buyer');
    await system.kill(demo.child.pid);
    system = await home.start([], { ...unlimited, ...ports });

    expect(await demo.exited, demo.output()).to.equal(0);
  });

  it('leaves nothing in the way of the next start when only the launcher was killed', async () => {
    process.kill(system.pid, 'SIGKILL');
    const again = await home.start([], { ...unlimited, ...samePorts() });
    const shop = openShop(again);
    const token = await shop.customer();
    const { body } = await shop.order(token, await shop.product(1));

    expect((await shop.outcome(token, body.order.id)).status).to.equal('CONFIRMED');
    expect(await again.stop()).to.equal(0);
    expect(home.processes()).to.deep.equal([]);
  });
});

/** One try, without retries: null when no 201 came back. */
const placeOnce = async (
  shop: Shop,
  { token, key, productId }: Readonly<{ token: string; key: string; productId: string }>,
): Promise<Placed | null> => {
  try {
    const answer = await fetch(`${shop.gateway}/api/orders`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${token}`,
        'Idempotency-Key': key,
      },
      body: JSON.stringify({ items: [{ productId, quantity: 1 }] }),
    });

    return answer.status === 201 ? ((await answer.json()) as Placed) : null;
  } catch {
    return null;
  }
};
