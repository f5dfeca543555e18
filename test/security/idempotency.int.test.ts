import { expect } from 'chai';
import { orderStream } from '../../domain/order/index.js';
import { orderIdOf } from '../../services/orders/useCases/orderIds.js';
import { eventually } from '../support/assertions/eventually.js';
import { type HttpReply, call } from '../support/clients/http.js';
import { startTcpProxy, type TcpProxy } from '../support/servers/tcpProxy.js';
import { askReady, isWhole } from '../support/clients/ready.js';
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
  const openDoor = async (environment: Readonly<Record<string, string>> = {}) => {
    const orders = await startServiceProcess('orders', { ...system.environment, ...environment });
    stops.push(orders.kill);
    const gateway: Service = await system.startGateway({ ORDERS_URL: orders.url });
    stops.push(gateway.stop);
    await eventually(async () => {
      expect(isWhole(await askReady(orders.url))).to.equal(true);
    }, 30_000);

    return { url: gateway.url, kill: orders.kill };
  };

  type Outcome = Readonly<{ final: HttpReply; door: string; unsettled: readonly number[] }>;

  /** Sends it as a client does who wants an answer: 503 and 504 are repeated, at the other door. */
  const insist = async (
    doors: readonly string[],
    headers: Record<string, string>,
  ): Promise<Outcome> => {
    const unsettled: number[] = [];
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const door = doors[attempt % doors.length] ?? '';
      const body = { items: [{ productId, quantity: 1 }] };
      const final = await call(`${door}/api/orders`, { body, headers, token: buyer.token });
      if (final.status < 500) return { final, unsettled, door };
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

  describe('when the order service is killed while it works on them', () => {
    let mortal: Awaited<ReturnType<typeof openDoor>>;
    let store: TcpProxy;
    let doors: readonly string[];

    beforeEach(async () => {
      store = await startTcpProxy(Number(new URL(eventStoreAt()).port));
      stops.push(store.stop);
      mortal = await openDoor({ EVENTSTORE_URL: `esdb://127.0.0.1:${store.port}?tls=false` });
      doors = [mortal.url, system.urls.gateway];
      // The product is known to it from now on.
      await insist([mortal.url], newKey());
    });

    const eventStoreAt = () => system.environment['EVENTSTORE_URL'] ?? '';
    const orderOf = (headers: Record<string, string>) =>
      orderIdOf(buyer.userId, headers['idempotency-key'] ?? '');
    const isPlaced = async (headers: Record<string, string>) =>
      (await system.eventStore.read(orderStream(orderOf(headers)))).events.length > 0;
    /** All of them ask the mortal one first; it is killed as soon as `condition` holds. */
    const killWhile = async (headers: Record<string, string>, condition: () => Promise<void>) => {
      const answered: Outcome[] = [];
      const asking = Array.from({ length: 200 }, async () => {
        const outcome = await insist(doors, headers);
        answered.push(outcome);

        return outcome;
      });
      await condition();
      expect(answered.filter(({ door }) => door === mortal.url)).to.deep.equal([]);
      await mortal.kill();
      const outcomes = await Promise.all(asking);
      // 504: the request had been sent, and the connection broke with the service.
      expect(outcomes.map(({ unsettled: [first] }) => first)).to.include(504);

      return [...outcomes, await insist(doors, headers)];
    };

    it('after its append and before any answer, they are so too', async () => {
      const headers = newKey();
      // not before: it reads the product, too
      store.muteFrom(orderOf(headers));
      const outcomes = await killWhile(headers, () =>
        eventually(async () => expect(await isPlaced(headers)).to.equal(true)),
      );

      await expectOneOrder(outcomes);
      for (const { final } of outcomes)
        expect(final.headers.get('idempotency-replayed')).to.equal('true');
    });

    it('before it could append anything, they are so too', async () => {
      const headers = newKey();
      store.deafen();
      const outcomes = await killWhile(headers, async () => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        expect(await isPlaced(headers)).to.equal(false);
      });

      await expectOneOrder(outcomes);
      const first = outcomes.filter(
        ({ final }) => final.headers.get('idempotency-replayed') === null,
      );
      expect(first).to.have.length(1);
    });
  });
});
