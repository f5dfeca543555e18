import { expect } from 'chai';
import { call, expectProblem } from '../../../support/clients/http.js';
import { sendRaw, statusesOf } from '../../../support/clients/rawHttp.js';
import { startAuthForTest } from '../../auth/authFixture.js';
import { startGatewayBefore, startUpstream, type GatewayUnderTest } from '../gatewayFixture.js';

describe('gateway: an upstream in its own process', () => {
  let gateway: GatewayUnderTest;
  let token: string;
  before(async () => {
    const [auth, upstream] = await Promise.all([startAuthForTest(), startUpstream()]);
    const inProcess = { orders: upstream.handler };
    gateway = await startGatewayBefore({ auth, upstream, inProcess });
    token = await gateway.newToken();
  });
  after(async () => {
    const { auth, upstream, stop } = gateway;
    await stop();
    await Promise.all([auth.stop(), upstream.stop()]);
  });
  beforeEach(() => gateway.upstream.seen.splice(0));

  const at = (path: string) => `${gateway.url}${path}`;

  it('is called without a connection, whoever is dialled otherwise', async () => {
    let dialled = 0;
    gateway.upstream.server.on('request', () => (dialled += 1));
    expect((await call(at('/api/orders'), { token })).status).to.equal(200);
    expect(dialled).to.equal(0);
    expect((await call(at('/api/products'), { token })).status).to.equal(200);
    expect(dialled).to.equal(1);
  });

  it('Z7: sees neither identity nor hop-by-hop headers, nor those that Connection names', async () => {
    const lines = [
      'POST /api/orders HTTP/1.1',
      'Host: x',
      `Authorization: Bearer ${token}`,
      ...['X-User-Id: admin', 'X-Internal-Token: x', 'Forwarded: for=1.1.1.1', 'Cookie: session=1'],
      ...['TE: trailers', 'If-Match: "1"', 'Connection: close, If-Match', 'Content-Length: 2'],
    ];
    const answer = await sendRaw(gateway.port, `${lines.join('\r\n')}\r\n\r\n{}`);

    expect(statusesOf(answer)).to.deep.equal([200]);
    const allowed = ['authorization', 'content-length', 'host', 'traceparent', 'x-request-id'];
    expect(Object.keys(gateway.upstream.seen[0]?.headers ?? {}).sort()).to.deep.equal(allowed);
  });

  it('gets what the API means, the ids, and the body unread', async () => {
    const meant = { 'idempotency-key': 'a-key-of-mine', 'x-request-id': 'my-request-1' };
    const body = { items: [] };
    const answer = await call(at('/api/orders?a=1'), { token, headers: meant, body });

    expect(answer.body).to.include({ method: 'POST', url: '/api/orders?a=1' });
    expect(answer.body['body']).to.equal(JSON.stringify(body));
    expect(answer.body['headers']).to.include({ ...meant, authorization: `Bearer ${token}` });
    expect(answer.headers.get('x-request-id')).to.equal('my-request-1');
    expect(answer.headers.get('x-content-type-options')).to.equal('nosniff');
  });

  it('is asked by nobody without a token, and never with the body of a read', async () => {
    expectProblem(await call(at('/api/orders')), 401, 'TOKEN_MISSING');
    const head = `GET /api/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
    const answer = await sendRaw(gateway.port, `${head}Content-Length: 2\r\n\r\n{}`);

    expect(statusesOf(answer)).to.deep.equal([400]);
    expect(gateway.upstream.seen).to.be.empty;
  });
});
