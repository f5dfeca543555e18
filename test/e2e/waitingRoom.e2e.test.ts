import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { eventually } from '../support/assertions/eventually.js';
import { openShop, type Placed, type Shop } from '../support/clients/shop.js';
import { createHome, type Home, type System, unlimited } from '../support/servers/system.js';

const requests = 200;

/** Each wants two units: of three, the first gets its own, and all others wait for what is left. */
const quantity = 2;

type Stock = Readonly<{ onHand: number; reserved: number; outstanding: number; waiting: number }>;

describe('kill -9 while 200 requests wait for units', function () {
  this.timeout(240_000);
  let home: Home;
  let system: System;

  before(async () => {
    home = createHome();
    system = await home.start([], unlimited);
  });

  after(() => home.remove());

  it('loses no order, keeps nobody waiting, and lets each key have its order once', async () => {
    let shop = openShop(system);
    const [token, productId] = [await shop.customer(), await shop.product(3)];
    const keys = Array.from({ length: requests + 1 }, () => randomUUID());
    const cut = Promise.all(keys.map((key) => placeOnce(shop, { token, key, productId })));
    await eventually(async () => {
      expect(await waitingAt(system)).to.equal(requests);
    }, 20_000);
    await system.kill();
    const before = (await cut).filter((order) => order !== null);
    expect(before.length).to.be.at.most(1);

    system = await home.start([], unlimited);
    shop = openShop(system);
    expect(await waitingAt(system)).to.equal(0);
    await addUnits(shop, productId, quantity * keys.length - 3);
    const placed = await Promise.all(
      keys.map((key) => placeInTheEnd(shop, { token, key, productId })),
    );
    const ids = new Set(placed.map(({ order }) => order.id));
    const outcomes = await Promise.all([...ids].map((id) => shop.outcome(token, id)));

    expect(ids.size).to.equal(keys.length);
    expect(before.every(({ order }) => ids.has(order.id))).to.equal(true);
    expect(new Set(outcomes.map(({ status }) => status))).to.eql(new Set(['CONFIRMED']));
    const units = quantity * keys.length;
    await eventually(async () => {
      const path = `/api/products/${productId}/stock`;
      const wanted = { onHand: units, reserved: units, outstanding: 0 };
      expect((await shop.api.call<Stock>({ path })).body).to.include(wanted);
    }, 20_000);
    expect(await waitingAt(system)).to.equal(0);
  });
});

type Click = Readonly<{ token: string; key: string; productId: string }>;

const click = (shop: Shop, { token, key, productId }: Click): Promise<Response> =>
  fetch(`${shop.gateway}/api/orders`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${token}`,
      'Idempotency-Key': key,
    },
    body: JSON.stringify({ items: [{ productId, quantity }] }),
  });

/** Null when no 201 came back. */
const placeOnce = async (shop: Shop, one: Click): Promise<Placed | null> => {
  try {
    const answer = await click(shop, one);

    return answer.status === 201 ? ((await answer.json()) as Placed) : null;
  } catch {
    return null;
  }
};

const placeInTheEnd = async (shop: Shop, one: Click): Promise<Placed> => {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    const placed = await placeOnce(shop, one);
    if (placed !== null) return placed;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  throw new Error(`${one.key} has no order`);
};

const waitingAt = async ({ endpoints }: System): Promise<number> => {
  const text = await (await fetch(`${endpoints.orders}/metrics`)).text();

  return Number(/^quicksale_admission_waiting(?:{[^}]*})? (\d+)$/m.exec(text)?.[1] ?? NaN);
};

const addUnits = async (shop: Shop, productId: string, adjustment: number): Promise<void> => {
  const { status } = await fetch(`${shop.gateway}/api/products/${productId}/stock`, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${await shop.admin()}` },
    body: JSON.stringify({ adjustment }),
  });
  expect(status).to.equal(200);
};
