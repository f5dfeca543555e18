import { expect } from 'chai';
import { orderStream } from '../../domain/order/index.js';
import { eventually } from '../support/eventually.js';
import { type Answer, call } from '../support/http.js';
import { askReady, isWhole } from '../support/ready.js';
import { newKey, type Person, register, shopAt } from './people.js';
import { type Service, startSystem, type System } from './system.js';
import { startServiceProcess } from './systemProcess.js';

describe('200 orders with one key, over two order services', function () {
  this.timeout(180_000);

  let system: System;
  let buyer: Person;
  let productId: string;
  const stops: (() => Promise<void>)[] = [];

  before(async () => {
    system = await startSystem();
    buyer = await register(system.urls.gateway);
    const { id } = await shopAt(system.urls.gateway).addProduct(await system.adminToken());
    productId = id;
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  after(() => system.stop());

  /** A gateway in front of an order service that can be killed. */
  const openDoor = async () => {
    const orders = await startServiceProcess('orders', { ...system.environment });
    stops.push(orders.kill);
    const gateway: Service = await system.startGateway({ ORDERS_URL: orders.url });
    stops.push(gateway.stop);
    await eventually(async () => {
      expect(isWhole(await askReady(orders.url))).to.equal(true);
    }, 30_000);

    return { url: gateway.url, kill: orders.kill };
  };

  type Outcome = Readonly<{ final: Answer; unsettled: readonly number[] }>;

  /** Asks as a client does who wants an answer: 503 and 504 are repeated, at the other door. */
  const insist = async (
    doors: readonly string[],
    headers: Record<string, string>,
  ): Promise<Outcome> => {
    const unsettled: number[] = [];
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const door = doors[attempt % doors.length] ?? '';
      const body = { items: [{ productId, quantity: 1 }] };
      const final = await call(`${door}/api/orders`, { body, headers, token: buyer.token });
      if (final.status < 500) return { final, unsettled };
      unsettled.push(final.status);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`No answer: ${unsettled.join()}`);
  };

  const expectOneOrder = async (outcomes: readonly Outcome[]): Promise<void> => {
    expect(new Set(outcomes.map(({ final }) => final.status))).to.deep.equal(new Set([201]));
    const bodies = new Set(outcomes.map(({ final }) => JSON.stringify(final.body)));
    expect(bodies.size).to.equal(1);
    const { id } = outcomes[0]?.final.body['order'] as Readonly<{ id: string }>;
    const { events } = await system.eventStore.read(orderStream(id));
    expect(events.filter(({ type }) => type === 'OrderPlaced')).to.have.length(1);
    const statuses = outcomes.flatMap(({ unsettled }) => unsettled);
    expect([503, 504]).to.include.members(statuses);
  };

  it('are one order with 200 equal answers', async () => {
    const doors = [(await openDoor()).url, system.urls.gateway];
    const headers = newKey();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        insist(n % 2 === 0 ? doors : doors.toReversed(), headers),
      ),
    );

    await expectOneOrder(outcomes);
    const first = outcomes.filter(
      ({ final }) => final.headers.get('idempotency-replayed') === null,
    );
    expect(first).to.have.length(1);
  });

  for (const [when, delayMs] of Object.entries({ 'at once': 0, 'a moment later': 40 }))
    it(`are so too when one order service is killed ${when}`, async () => {
      const mortal = await openDoor();
      const doors = [mortal.url, system.urls.gateway];
      const headers = newKey();
      const asking = Array.from({ length: 200 }, (_, n) =>
        insist(n % 2 === 0 ? doors : doors.toReversed(), headers),
      );
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      await mortal.kill();
      const outcomes = await Promise.all(asking);

      await expectOneOrder([...outcomes, await insist(doors, headers)]);
    });
});
