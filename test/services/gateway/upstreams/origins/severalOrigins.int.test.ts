import { expect } from 'chai';
import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../../../support/assertions/eventually.js';
import { call, expectProblem } from '../../../../support/clients/http.js';
import {
  startGatewayForTest,
  startUpstream,
  type GatewayUnderTest,
  type UpstreamUnderTest,
} from '../../gatewayFixture.js';

const mostInFlight = 128;

describe('gateway: an upstream of several processes', () => {
  let gateway: GatewayUnderTest;
  let token: string;
  let one: UpstreamUnderTest;
  let two: UpstreamUnderTest;
  before(async () => {
    [one, two] = await Promise.all([startUpstream(), startUpstream()]);
    const gone = await startUpstream();
    await gone.stop();
    gateway = await startGatewayForTest({
      ORDERS_URL: `${one.url}, ${two.url}`,
      INVENTORY_URL: `${gone.url},${two.url}`,
    });
    token = await gateway.newToken();
  });
  beforeEach(() => {
    for (const each of [one, two]) {
      each.respondWith(created);
      each.seen.splice(0);
    }
  });
  after(async () => {
    await gateway.stop();
    await Promise.all([one.stop(), two.stop()]);
  });

  const withKey = () => ({ 'Idempotency-Key': randomUUID() });
  const orders = (method: string, headers: Record<string, string> = {}) =>
    call(`${gateway.url}/api/orders`, { method, token, headers });
  const many = (count: number, send: () => ReturnType<typeof orders>) =>
    Promise.all(Array.from({ length: count }, send));
  const clicksAt = ({ seen }: UpstreamUnderTest) =>
    seen.filter(({ url }) => url === '/api/orders').length;

  it('sends each its share', async () => {
    const [here, there] = [holding(), holding()];
    one.respondWith(here.listener);
    two.respondWith(there.listener);
    const answers = many(20, () => orders('POST'));
    await eventually(() => expect(clicksAt(one) + clicksAt(two)).to.equal(20), 20_000);
    for (const { letGo } of [here, there]) letGo();
    await answers;

    expect(clicksAt(one)).to.be.within(8, 12);
  });

  it('waits for a place where each has as many requests as it may have at a time', async () => {
    const [here, there] = [holding(), holding()];
    one.respondWith(here.listener);
    two.respondWith(there.listener);
    const answers = many(2 * mostInFlight + 6, () => orders('POST'));
    await eventually(() => expect(clicksAt(one)).to.equal(mostInFlight), 20_000);
    await eventually(() => expect(clicksAt(two)).to.equal(mostInFlight), 20_000);
    for (const { letGo } of [here, there]) letGo();
    const statuses = (await answers).map(({ status }) => status);

    expect(new Set(statuses)).to.deep.equal(new Set([201]));
    expect(clicksAt(one) + clicksAt(two)).to.equal(statuses.length);
  });

  it('sends to the one that has less to do', async () => {
    const { listener, letGo } = holding();
    one.respondWith(listener);
    const slow = many(2, () => orders('POST'));
    await eventually(() => expect(clicksAt(one)).to.equal(1));
    for (let round = 0; round < 5; round += 1) await orders('POST');

    expect([clicksAt(one), clicksAt(two)]).to.deep.equal([1, 6]);
    letGo();
    await slow;
  });

  it('sends to another at once what one did not take, whatever it is', async () => {
    for (const method of ['GET', 'POST', 'DELETE'])
      for (let round = 0; round < 4; round += 1)
        expect((await call(`${gateway.url}/api/products`, { method, token })).status).to.be.oneOf([
          201, 404, 405,
        ]);
  });

  it('repeats elsewhere what broke off, where that changes nothing', async () => {
    one.respondWith((request) => request.socket.destroy());
    const answers = [
      ...(await many(8, () => orders('GET'))),
      ...(await many(8, () => orders('POST', withKey()))),
    ];

    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([201]));
    expect(clicksAt(one)).to.be.above(0);
  });

  it('never sends twice what may have been done', async () => {
    for (const each of [one, two]) each.respondWith((request) => request.socket.destroy());
    expectProblem(await orders('POST'), 504, 'OUTCOME_UNKNOWN');

    expect(clicksAt(one) + clicksAt(two)).to.equal(1);
    await sleep(1_100);
  });

  it('passes over one that says it is not ready, until it is again', async () => {
    one.respondWith((request, response) => {
      response.statusCode = request.url === '/ready' ? 503 : 201;
      response.end('{}');
    });
    await eventually(async () => {
      one.seen.splice(0);
      await many(4, () => orders('POST'));
      expect(clicksAt(one)).to.equal(0);
    });
    await many(10, () => orders('POST'));
    expect(clicksAt(one)).to.equal(0);

    one.respondWith(created);
    await eventually(async () => {
      await orders('POST');
      expect(clicksAt(one)).to.be.above(0);
    });
  });

  it('sends to another what one that stops has refused, also while it waited there', async () => {
    for (const refuse of [stopping, waitingThenStopping]) {
      one.respondWith(refuse);
      one.seen.splice(0);
      const answers = await many(8, () => orders('POST'));

      expect(answers.map(({ status }) => status)).to.deep.equal(Array(8).fill(201));
      expect(clicksAt(one)).to.be.above(0);
    }
  });

  it('passes on the refusal of one that does not stop, and of the last', async () => {
    one.respondWith(busy);
    two.respondWith(busy);
    expectProblem(await orders('POST'), 503, 'BUSY');
    expect(clicksAt(one) + clicksAt(two)).to.equal(1);

    one.respondWith(stopping);
    two.respondWith(stopping);
    expectProblem(await orders('POST'), 503, 'BUSY');
    expect(clicksAt(one) + clicksAt(two)).to.equal(3);
  });

  it('sends elsewhere what waits for a place at one that dies meanwhile', async () => {
    const [here, there] = [breaking(), holding()];
    one.respondWith(here.listener);
    two.respondWith(there.listener);
    const answers = many(2 * mostInFlight + 20, () => orders('POST', withKey()));
    for (const each of [one, two])
      await eventually(() => expect(clicksAt(each)).to.equal(mostInFlight), 20_000);
    there.letGo();
    here.breakAll();

    const statuses = (await answers).map(({ status }) => status);
    expect(new Set(statuses)).to.deep.equal(new Set([201]));
  });
});

const created: RequestListener = (_, response) => {
  response.writeHead(201, { 'Content-Type': 'application/json' }).end('{}');
};

/** Responds to all that wait, and to all that come later, from `letGo` on. */
const holding = () => {
  let letGo = (): void => undefined;
  const isOver = new Promise<void>((resolve) => (letGo = resolve));
  const listener: RequestListener = (request, response) =>
    void isOver.then(() => created(request, response));

  return { listener, letGo };
};

/** Breaks all connections, and all that come later, from `breakAll` on; responds to nobody. */
const breaking = () => {
  const sockets: Socket[] = [];
  let isBroken = false;
  const listener: RequestListener = ({ socket }) => {
    if (isBroken) socket.destroy();
    else sockets.push(socket);
  };
  const breakAll = (): void => {
    isBroken = true;
    for (const socket of sockets) socket.destroy();
  };

  return { listener, breakAll };
};

const problem = JSON.stringify({
  type: 'urn:quicksale:problem:busy',
  title: 'Service Unavailable',
  status: 503,
  detail: 'It waits',
  instance: '/api/orders',
  code: 'BUSY',
});

const busy: RequestListener = (_, response) => {
  response.writeHead(503, { 'Content-Type': 'application/problem+json' }).end(problem);
};

const stopping: RequestListener = (request, response) => {
  response.setHeader('Connection', 'close');
  busy(request, response);
};

const waitingThenStopping: RequestListener = (request, response) => {
  response.writeProcessing();
  setTimeout(stopping, 50, request, response);
};
