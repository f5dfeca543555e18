import { expect } from 'chai';
import type { ServerResponse } from 'node:http';
import { eventually } from '../../../support/assertions/eventually.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import {
  startGatewayBefore,
  startGatewayForTest,
  type GatewayUnderTest,
} from '../gatewayFixture.js';

describe('gateway: upstreams that fail', () => {
  let gateway: GatewayUnderTest;
  /** Waits as long as a gateway does by itself. */
  let usual: GatewayUnderTest;
  let token: string;
  before(async () => {
    gateway = await startGatewayForTest({
      UPSTREAM_TIMEOUT_MS: '300',
      // Port 1 of this machine: nobody listens, connections are refused at once.
      INVENTORY_URL: 'http://127.0.0.1:1',
    });
    usual = await startGatewayBefore(gateway);
    token = await gateway.newToken();
  });
  after(async () => {
    await usual.stop();
    await gateway.stop();
  });

  const orders = (method: string, { url }: GatewayUnderTest = gateway) =>
    call(`${url}/api/orders`, { method, token });
  const silent = () => undefined;

  it('answers 504 OUTCOME_UNKNOWN to a write that got no answer in time', async () => {
    gateway.upstream.respondWith(silent);
    const answer = await orders('POST');

    expectProblem(answer, 504, 'OUTCOME_UNKNOWN');
    expect(answer.headers.get('retry-after')).to.equal('1');
  });

  it('answers 504 UPSTREAM_TIMEOUT to a read that got no answer in time', async () => {
    gateway.upstream.respondWith(silent);

    expectProblem(await orders('GET'), 504, 'UPSTREAM_TIMEOUT');
  });

  it('answers 504 OUTCOME_UNKNOWN to a write whose connection broke, and 503 to a read', async () => {
    gateway.upstream.respondWith((request) => request.socket.destroy());

    expectProblem(await orders('POST'), 504, 'OUTCOME_UNKNOWN');
    expectProblem(await orders('GET'), 503, 'UPSTREAM_UNAVAILABLE');
  });

  it('answers 503 to reads and writes for a service that does not listen', async () => {
    for (const method of ['GET', 'POST']) {
      const answer = await call(`${gateway.url}/api/products`, { method, token });
      expectProblem(answer, 503, 'UPSTREAM_UNAVAILABLE');
      expect(answer.headers.get('retry-after')).to.equal('1');
    }
  });

  it('passes a refusal of a service on at once, and holds it back when there are many', async () => {
    const refusal = { code: 'BUSY' };
    // all at the same time, since so many of a second pass at once
    const waiting: ServerResponse[] = [];
    gateway.upstream.respondWith((_, response) => {
      if (waiting.push(response) < 80) return;
      for (const one of waiting) {
        one.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '7' });
        one.end(JSON.stringify(refusal));
      }
    });
    const asked = Array.from({ length: 80 }, async () => {
      const { status, body, headers } = await orders('POST', usual);

      return {
        status,
        body,
        retryAfter: headers.get('retry-after'),
        at: performance.now(),
      };
    });
    const answers = await Promise.all(asked);

    for (const { status, body, retryAfter } of answers)
      expect({ status, body, retryAfter }).to.deep.equal({
        status: 503,
        body: refusal,
        retryAfter: '7',
      });
    const first = Math.min(...answers.map(({ at }) => at));
    expect(answers.filter(({ at }) => at - first >= 450)).to.have.length.least(20);
  });

  it('answers 503 at once after ten failures in a row, and comes back with the service', async () => {
    gateway.upstream.respondWith(silent);
    const silentMs = await timeOf(() =>
      Promise.all(Array.from({ length: 10 }, () => orders('POST'))),
    );
    gateway.upstream.seen.splice(0);
    const refusedMs = await timeOf(async () =>
      expectProblem(await orders('POST'), 503, 'UPSTREAM_UNAVAILABLE'),
    );
    expect(refusedMs).to.be.below(silentMs);
    expect(gateway.upstream.seen).to.be.empty;

    gateway.upstream.respondWith((_, response) => response.writeHead(204).end());
    await eventually(async () => expect((await orders('POST')).status).to.equal(204), 20_000);
  });

  const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();

    return performance.now() - began;
  };

  it('tells by /ready what does not answer, and is of use without it', async () => {
    const { status, body } = await call(`${gateway.url}/ready`);

    expect(status).to.equal(200);
    expect(body['dependencies']).to.include({ keys: 'ok', auth: 'ok', inventory: 'failing' });
  });

  it('waits longer for auth, which has hashes to make', async () => {
    const { upstream } = gateway;
    upstream.respondWith((_, response) => setTimeout(() => response.writeHead(204).end(), 2_500));
    const times = { UPSTREAM_TIMEOUT_MS: '2000', AUTH_URL: upstream.url };
    const other = await startGatewayBefore(gateway, times);
    const answerTo = (path: string) => call(`${other.url}${path}`, { token });
    const [login, order] = await Promise.all([answerTo('/api/auth/me'), answerTo('/api/orders')]);
    await other.stop();

    expect(login.status).to.equal(204);
    expectProblem(order, 504, 'UPSTREAM_TIMEOUT');
  });

  it('stops although an upstream never says whether it lives', async () => {
    gateway.upstream.respondWith(silent);
    const other = await startGatewayBefore(gateway);
    const { body } = await call(`${other.url}/ready`);
    expect(body['dependencies']).to.include({ orders: 'failing' });
    const began = performance.now();
    await other.stop();

    expect(performance.now() - began).to.be.below(10_000);
  });

  it('sends nothing whose time is over when it gets a place: 503 BUSY', async () => {
    gateway.upstream.respondWith(silent);
    gateway.upstream.seen.splice(0);
    const answers = await Promise.all(Array.from({ length: 160 }, () => orders('POST')));
    const sent = gateway.upstream.seen.filter(({ url }) => url === '/api/orders').length;
    const count = (status: number) => answers.filter((one) => one.status === status).length;

    expect(count(504)).to.equal(sent);
    expect(count(503)).to.equal(answers.length - sent);
    expect(sent).to.be.below(answers.length);
  });
});
