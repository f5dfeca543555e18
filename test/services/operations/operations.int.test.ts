import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import { operationsSummary } from '../../../contracts/http/admin/pipeline.js';
import {
  operationsChecks,
  saleFigures,
  type SaleFigures,
} from '../../../contracts/http/admin/sales.js';
import {
  type StreamList,
  streamEventPage,
  streamList,
} from '../../../contracts/http/admin/streams.js';
import { register, shopAt, type Person } from '../../security/people.js';
import { startSystem, type System } from '../../security/system.js';
import { eventually } from '../../support/assertions/eventually.js';
import { expectProblem } from '../../support/clients/http.js';

describe('operations: the API of the console', function () {
  this.timeout(120_000);

  let system: System;
  let shop: ReturnType<typeof shopAt>;
  let token: string;
  let buyer: Person;
  before(async () => {
    system = await startSystem();
    shop = shopAt(system.urls.gateway);
    [token, buyer] = await Promise.all([system.adminToken(), register(system.urls.gateway)]);
  });
  after(() => system.stop());

  const read = async (path: string) => {
    const { status, body } = await shop.ask(path, { token });
    expect(status, `${path} ${JSON.stringify(body)}`).to.equal(200);

    return body;
  };
  const confirmed = async (productId: string, quantity = 1) => {
    const { id } = await shop.placeOrder(buyer.token, productId, quantity);

    return shop.settled(id, buyer.token, 'CONFIRMED');
  };

  describe('streams', () => {
    it('are listed by the last write, without those of the server', async () => {
      const product = await shop.addProduct(token);
      const { streams } = streamList.parse(await read('/api/streams?limit=100'));

      expect(streams.map(({ name }) => name)).to.include(`inventory-${product.id}`);
      expect(streams.filter(({ name }) => name.startsWith('$'))).to.deep.equal([]);
      const times = streams.map(({ position }) => BigInt(position));
      expect(times).to.deep.equal([...times].sort((one, other) => (one < other ? 1 : -1)));
    });

    it('are searched by prefix, page by page', async () => {
      for (let count = 0; count < 3; count += 1) await shop.addProduct(token);
      const found = new Set<string>();
      let next: StreamList['next'] = null;
      do {
        const before: string = next === null ? '' : `&before=${next}`;
        const page = streamList.parse(
          await read(`/api/streams?prefix=inventory-&limit=1${before}`),
        );
        for (const { name } of page.streams) found.add(name);
        next = page.next;
      } while (next !== null && found.size < 3);

      expect(found).to.have.length(3);
      expect([...found].every((name) => name.startsWith('inventory-'))).to.equal(true);
    });

    it('are found by their whole name wherever they lie', async () => {
      const { id } = await shop.addProduct(token);
      const whole = streamList.parse(await read(`/api/streams?prefix=inventory-${id}`));
      const nothing = streamList.parse(await read(`/api/streams?prefix=order-${randomUUID()}`));

      expect(whole.streams.map(({ name }) => name)).to.deep.equal([`inventory-${id}`]);
      expect(nothing).to.deep.equal({ streams: [], next: null });
    });

    it('show their events both ways, with decimal amounts, causes and links', async () => {
      const product = await shop.addProduct(token, { price: 12.34 });
      const { id } = await confirmed(product.id);
      const path = `/api/streams/order-${id}`;
      const first = streamEventPage.parse(await read(`${path}?direction=forwards&limit=1`));
      const rest = streamEventPage.parse(
        await read(`${path}?direction=forwards&from=${first.next ?? ''}`),
      );
      const last = streamEventPage.parse(await read(`${path}?limit=1`));
      const [placed] = first.events;

      expect(placed).to.include({ type: 'OrderPlaced', revision: 0 });
      expect(placed?.data).to.include({ totalAmount: 12.34 });
      expect(placed?.links.map(({ kind, stream }) => [kind, stream])).to.deep.equal([
        ['order', `order-${id}`],
        ['user', null],
        ['product', `inventory-${product.id}`],
      ]);
      expect(rest.events.map(({ type }) => type)).to.include('OrderConfirmed');
      expect(rest.next).to.equal(null);
      expect(last.events[0]).to.deep.equal(rest.events.at(-1));
      expect(placed?.correlationId).to.be.a('string');
    });

    it('are not shown when they are of the server or of somebody else', async () => {
      for (const name of [
        '$all',
        '$user-admin',
        '$settings',
        'other-app-1',
        `order-${randomUUID()}`,
      ])
        expectProblem(
          await shop.ask(`/api/streams/${encodeURIComponent(name)}`, { token }),
          404,
          'STREAM_NOT_FOUND',
        );
    });
  });

  describe('the sale of a product', () => {
    const figuresOf = async (productId: string): Promise<SaleFigures> =>
      saleFigures.parse(await read(`/api/operations/sales/${productId}`));

    it('tells units by fate, which add up, and orders by second', async () => {
      const product = await shop.addProduct(token, { stock: 10 });
      await confirmed(product.id, 2);
      const { id, version } = await confirmed(product.id, 3);
      await shop.ask(`/api/orders/${id}`, {
        method: 'PUT',
        token,
        body: { status: 'SHIPPED' },
        headers: { 'if-match': `"${version}"` },
      });
      await eventually(async () => {
        const { units, seconds, decision } = await figuresOf(product.id);
        expect(units).to.deep.equal({
          onHand: 7,
          free: 5,
          outstanding: 0,
          held: 0,
          paid: 2,
          shipped: 3,
          waiting: 0,
        });
        expect(seconds.reduce((sum, { placed }) => sum + placed, 0)).to.equal(2);
        expect(decision.p50Ms).to.be.greaterThan(0);
      }, 20_000);
      expectProblem(
        await shop.ask(`/api/operations/sales/${randomUUID()}`, { token }),
        404,
        'PRODUCT_NOT_FOUND',
      );
    });
  });

  describe('the pipeline', () => {
    it('has every hop with what its services count', async () => {
      const { id } = await shop.addProduct(token);
      await confirmed(id);
      await eventually(async () => {
        const summary = operationsSummary.parse(await read('/api/operations/summary'));
        const known = summary.hops.filter(({ state }) => state === 'ok').map((hop) => hop.id);
        expect(known).to.include.members(['projector', 'outbox', 'consumers', 'quarantine']);
        expect(summary.consumers.map(({ group }) => group)).to.include.members(['orders']);
        expect(summary.door.clicks).to.be.a('number');
      }, 20_000);
    });

    it('says who does not respond', async () => {
      // the gateway starts last, so that its address is not known to operations here
      const { unreachable } = operationsSummary.parse(await read('/api/operations/summary'));

      expect(unreachable).to.deep.equal(['gateway']);
    });
  });

  it('checks what must always be so', async () => {
    const { id } = await shop.addProduct(token);
    await confirmed(id);
    await eventually(async () => {
      const { checks } = operationsChecks.parse(await read('/api/operations/checks'));
      expect(checks.map(({ state }) => state)).to.deep.equal(['ok', 'ok', 'ok', 'ok']);
      expect(checks.find((check) => check.id === 'rowsMatchStreams')?.looked).to.be.greaterThan(0);
    }, 20_000);
    await system.database.query(
      'UPDATE read.products SET reserved = on_hand WHERE product_id = $1',
      [id],
    );
    const { checks } = operationsChecks.parse(await read('/api/operations/checks'));
    const broken = checks.find((check) => check.id === 'rowsMatchStreams');
    expect(broken).to.include({ state: 'broken', broken: 1 });
    expect(broken?.examples.join()).to.include(id);
  });

  describe('quarantine', () => {
    const insert = (position: number) =>
      system.database.query<{ id: number }>(
        `INSERT INTO messaging.quarantined_messages
           (group_id, topic, partition, "offset", record_time, headers, state, error)
         VALUES ('nobody', 'order.created', 0, $1, 0, '[]', 'undecided', 'nobody knows it')
         RETURNING id`,
        [position],
      );

    it('is listed, shown, tried again and skipped with a reason', async () => {
      const [{ id } = { id: 0 }] = await insert(4711);
      const path = `/api/operations/quarantine/message:${id}`;
      const { quarantined, total } = (await read('/api/operations/quarantine')) as unknown as {
        quarantined: { id: string }[];
        total: number;
      };
      expect(quarantined.map((each) => each.id)).to.deep.equal([`message:${id}`]);
      expect(total).to.equal(1);
      expect(await read(path)).to.include({ error: 'nobody knows it', topic: 'order.created' });
      const act = (action: string, body: object = {}) =>
        shop.ask(`${path}/${action}`, { method: 'POST', token, body });
      expect((await act('retry')).status).to.equal(200);
      expectProblem(await act('skip'), 400, 'VALIDATION_FAILED');
      expect((await act('skip', { reason: 'a trial' })).status).to.equal(200);
      expectProblem(await act('skip', { reason: 'again' }), 404, 'NOT_IN_QUARANTINE');
      expect(await read(path)).to.include({ skipReason: 'a trial' });
    });

    it('lists the first hundred, and counts all', async () => {
      for (let position = 0; position < 103; position += 1) await insert(10_000 + position);
      const { quarantined, total } = await read('/api/operations/quarantine');
      await system.database.query(
        `DELETE FROM messaging.quarantined_messages WHERE "offset" >= 10000`,
      );

      expect(quarantined).to.have.length(100);
      expect(total).to.equal(103);
    });

    it('has ids of three kinds and no others', async () => {
      for (const id of ['event:x', 'outbox:1', 'other:1', 'message:1x'])
        expectProblem(
          await shop.ask(`/api/operations/quarantine/${encodeURIComponent(id)}`, { token }),
          400,
          'VALIDATION_FAILED',
        );
    });
  });

  it('lists dead letters and sends them once more', async () => {
    expect(await read('/api/operations/dead-letters')).to.deep.equal({ deadLetters: [], total: 0 });
    const { status, body } = await shop.ask('/api/operations/dead-letters/retry', {
      method: 'POST',
      token,
    });

    expect({ status, retried: body['retried'] }).to.deep.equal({ status: 200, retried: 0 });
  });
});
