import { expect } from 'chai';
import { call, expectProblem } from '../../../support/clients/http.js';
import {
  startGatewayBefore,
  startGatewayForTest,
  type GatewayUnderTest,
} from '../gatewayFixture.js';

describe('gateway: upstreams that fail', () => {
  let gateway: GatewayUnderTest;
  let token: string;
  before(async () => {
    gateway = await startGatewayForTest({
      UPSTREAM_TIMEOUT_MS: '300',
      // Port 1 of this machine: nobody listens, connections are refused at once.
      INVENTORY_URL: 'http://127.0.0.1:1',
    });
    token = await gateway.newToken();
  });
  after(() => gateway.stop());

  const orders = (method: string) => call(`${gateway.url}/api/orders`, { method, token });
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
    gateway.upstream.respondWith((_, response) => {
      response.writeHead(503, { 'Content-Type': 'application/problem+json', 'Retry-After': '7' });
      response.end(JSON.stringify(refusal));
    });
    const asked = Array.from({ length: 80 }, async () => {
      const began = performance.now();
      const { status, body, headers } = await orders('POST');

      return {
        status,
        body,
        retryAfter: headers.get('retry-after'),
        ms: performance.now() - began,
      };
    });
    const answers = await Promise.all(asked);

    for (const { status, body, retryAfter } of answers)
      expect({ status, body, retryAfter }).to.deep.equal({
        status: 503,
        body: refusal,
        retryAfter: '7',
      });
    expect(answers.filter(({ ms }) => ms >= 500)).to.have.length.least(20);
  });

  it('answers 503 at once after ten failures in a row, and comes back with the service', async () => {
    gateway.upstream.respondWith(silent);
    await Promise.all(Array.from({ length: 10 }, () => orders('POST')));
    gateway.upstream.seen.splice(0);
    const began = performance.now();
    expectProblem(await orders('POST'), 503, 'UPSTREAM_UNAVAILABLE');
    expect(performance.now() - began).to.be.below(200);
    expect(gateway.upstream.seen).to.be.empty;

    gateway.upstream.respondWith((_, response) => response.writeHead(204).end());
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect((await orders('POST')).status).to.equal(204);
    expect((await orders('POST')).status).to.equal(204);
  });

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
});
