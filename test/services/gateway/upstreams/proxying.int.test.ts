import { expect } from 'chai';
import { once } from 'node:events';
import { call, expectProblem } from '../../../support/clients/http.js';
import { sendRaw, statusesOf } from '../../../support/clients/rawHttp.js';
import { register, textOf } from '../../auth/authFixture.js';
import { startGatewayForTest, type GatewayUnderTest } from '../gatewayFixture.js';

describe('gateway: passing on', () => {
  let gateway: GatewayUnderTest;
  let token: string;
  before(async () => {
    gateway = await startGatewayForTest({
      CORS_ORIGINS: 'https://shop.example',
    });
    token = await gateway.newToken();
  });
  after(() => gateway.stop());
  beforeEach(() => gateway.upstream.seen.splice(0));

  const at = (path: string) => `${gateway.url}${path}`;
  const raw = (bytes: string) => sendRaw(gateway.port, bytes);

  describe('who may pass', () => {
    for (const path of [
      '/api/orders',
      '/api/notifications',
      '/api/inventory/reserve',
      '/api/auth/me',
    ])
      it(`wants a token for ${path}`, async () => {
        expectProblem(await call(at(path)), 401, 'TOKEN_MISSING');
        expectProblem(await call(at(path), { token: 'a.b.c' }), 401, 'TOKEN_INVALID');
        expect(gateway.upstream.seen).to.be.empty;
      });

    for (const path of ['/api/products', '/api/inventory/products/x', '/api/products/x/stock/'])
      it(`wants no token to read ${path}, and one to change it`, async () => {
        expect((await call(at(path))).status).to.equal(200);
        expect((await call(at(path), { token: 'a.b.c' })).status).to.equal(200);
        for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
          expectProblem(await call(at(path), { method }), 401, 'TOKEN_MISSING');
      });

    it('wants a token for what lies beneath the catalogue', async () => {
      for (const path of ['/api/products/x/stock/y', '/api/products/x/history', '/api/inventory/x'])
        expectProblem(await call(at(path)), 401, 'TOKEN_MISSING');
    });

    it('lets everybody register, log in, refresh, log out and read the keys', async () => {
      const answer = await register(gateway.url);
      expect(answer.status).to.equal(201);
      const { email, password } = answer;
      const login = await call(at('/api/auth/login'), { body: { email, password } });
      expect(login.status).to.equal(200);
      const refreshToken = textOf(login, 'refreshToken');
      const refreshed = await call(at('/api/auth/refresh'), { body: { refreshToken } });
      expect(refreshed.status).to.equal(200);
      expect((await call(at('/api/auth/logout'), { body: { refreshToken } })).status).to.equal(204);
      expect((await call(at('/api/auth/.well-known/jwks.json'))).status).to.equal(200);
    });

    it('T10: refuses the tokens of a session that was logged out', async () => {
      const { body } = await register(gateway.url);
      const { accessToken, refreshToken } = body as { accessToken: string; refreshToken: string };
      const me = () => call(at('/api/profile'), { token: accessToken });
      expect((await me()).status).to.equal(200);
      const out = { token: accessToken, body: { refreshToken } };
      expect((await call(at('/api/auth/logout'), out)).status).to.equal(204);

      const began = performance.now();
      while ((await me()).status === 200 && performance.now() - began < 2000);
      expectProblem(await me(), 401, 'SESSION_REVOKED');
    });
  });

  describe('headers', () => {
    it('Z7: strips identity and hop-by-hop headers, also those that Connection names', async () => {
      const smuggled = [
        'X-User-Id: admin',
        'x_user_id: admin',
        'X-USER-ROLE: admin',
        'X-Internal-Token: x',
        'Forwarded: for=1.1.1.1',
        'X-Forwarded-For: 1.1.1.1',
        'X-Original-URL: /admin',
        'X-Time-Limit-Ms: 600000',
        'Cookie: session=1',
        'TE: trailers',
        'Proxy-Authorization: x',
        'If-Match: "1"',
        'Connection: close, If-Match',
      ];
      const lines = [
        'GET /api/orders HTTP/1.1',
        'Host: x',
        `Authorization: Bearer ${token}`,
        ...smuggled,
      ];
      const answer = await raw(`${lines.join('\r\n')}\r\n\r\n`);

      expect(statusesOf(answer)).to.deep.equal([200]);
      const allowed = [
        ...['authorization', 'connection', 'host', 'traceparent', 'x-request-id'],
        'x-time-limit-ms',
      ];
      expect(Object.keys(gateway.upstream.seen[0]?.headers ?? {}).sort()).to.deep.equal(allowed);
    });

    it('passes on what the API means, and the token', async () => {
      const meant = {
        'idempotency-key': 'a-key-of-mine',
        'if-match': '"3"',
        'if-none-match': '"2"',
        'x-min-position': '17',
        'x-request-id': 'my-request-1',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      };
      const body = { items: [] };
      const answer = await call(at('/api/orders?a=1&b=%20'), { token, headers: meant, body });

      expect(answer.body).to.include({ method: 'POST', url: '/api/orders?a=1&b=%20' });
      expect(answer.body['body']).to.equal(JSON.stringify(body));
      expect(answer.body['headers']).to.include({ ...meant, authorization: `Bearer ${token}` });
      expect(answer.headers.get('x-request-id')).to.equal('my-request-1');
    });

    it('gives requests without ids some, and replaces malformed ones', async () => {
      const headers = { 'x-request-id': 'a b', traceparent: '00-zz' };
      const { body } = await call(at('/api/orders'), { token, headers });
      const sent = body['headers'] as Record<string, string>;

      expect(sent['x-request-id']).to.match(/^[0-9a-f-]{36}$/);
      expect(sent['traceparent']).to.match(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    });

    it('Z21: answers with security headers and without a hint at the software', async () => {
      const { headers } = await call(at('/api/orders'), { token });

      expect(headers.get('strict-transport-security')).to.match(/max-age=\d+/);
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.contain("default-src 'none'");
      expect(headers.has('x-powered-by')).to.equal(false);
    });

    it('says that an answer is for one origin, whoever asks: caches may keep documents', async () => {
      const origins = [{}, { origin: 'https://shop.example' }, { origin: 'https://else.example' }];
      for (const path of ['/openapi.json', '/docs/swagger-ui.css', '/api/products', '/nowhere'])
        for (const headers of origins)
          expect((await call(at(path), { headers })).headers.get('vary'), path).to.equal('Origin');
    });

    it('has the length of the document in the answer to HEAD', async () => {
      for (const path of ['/openapi.json', '/health', '/nowhere']) {
        const [get, head] = await Promise.all([call(at(path)), call(at(path), { method: 'HEAD' })]);
        expect(head.status, path).to.equal(get.status);
        expect(head.headers.get('content-length'), path).to.match(/^[1-9]/);
        if (get.status === 200)
          expect(head.headers.get('content-length')).to.equal(get.headers.get('content-length'));
      }
    });

    it('Z20: answers preflights of listed origins only', async () => {
      const ask = (origin: string) =>
        call(at('/api/orders'), {
          method: 'OPTIONS',
          headers: { origin, 'access-control-request-method': 'POST' },
        });
      const listed = await ask('https://shop.example');

      expect(listed.status).to.equal(204);
      expect(listed.headers.get('access-control-allow-origin')).to.equal('https://shop.example');
      for (const name of ['ETag', 'Deprecation', 'Link', 'Retry-After'])
        expect(listed.headers.get('access-control-expose-headers')).to.match(
          new RegExp(`(?:^|, )${name}(?:,|$)`),
        );
      for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example']) {
        const refused = await ask(origin);
        expectProblem(refused, 403, 'ORIGIN_REFUSED');
        expect(refused.headers.has('access-control-allow-origin')).to.equal(false);
      }
    });
  });

  describe('requests that nobody means', () => {
    it('Z17, Z18: refuses targets that have more than one reading', async () => {
      const targets = [
        'http://169.254.169.254/latest',
        '//evil/api/orders',
        '/api/orders/../auth/me',
        '/api/orders/%2e%2e/auth/me',
        '/api/orders%2f1',
        '/api/orders/..;/x',
        '/api/orders/%252e',
        '/api\\orders',
        '/api/orders/%00',
        '/api/orders?x=%00',
        '/api/orders/%ff',
      ];
      for (const target of targets) {
        const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
        expect(statusesOf(answer), target).to.deep.equal([400]);
      }
      expect(gateway.upstream.seen).to.be.empty;
    });

    it('Z18: knows no path but those of the table', async () => {
      for (const path of ['/api', '/api/userlist', '/metricsx', '/internal', '/API/orders'])
        expectProblem(await call(at(path), { token }), 404, 'ROUTE_NOT_FOUND');
      const headers = { 'x-forwarded-for': '127.0.0.1' };
      for (const path of ['/metrics', '/ready'])
        expectProblem(await call(at(path), { headers }), 404, 'ROUTE_NOT_FOUND');
      expect((await call(at('/health'), { headers })).body).to.deep.equal({ status: 'ok' });
    });

    it('Z19: refuses TRACE, and methods that its own paths do not have', async () => {
      const answer = await raw(
        'TRACE /api/orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      );
      expect(statusesOf(answer)).to.deep.equal([405]);
      const wrong = await call(at('/health'), { method: 'POST' });
      expectProblem(wrong, 405, 'METHOD_NOT_ALLOWED');
      expect(wrong.headers.get('allow')).to.equal('GET, HEAD');
    });

    it('Z8: never reads two requests out of one', async () => {
      const head = `POST /api/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
      const bodies: Readonly<Record<string, string>> = {
        'CL and TE':
          'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
        'CL twice': 'Content-Length: 1\r\nContent-Length: 2\r\n\r\nab',
        'blank before colon': 'Content-Length : 1\r\n\r\na',
        'folded header': 'X: a\r\n b\r\nContent-Length : 1\r\n\r\na',
        'TE identity': 'Transfer-Encoding: identity\r\n\r\n',
        'TE gzip, chunked': 'Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n',
      };
      for (const [what, rest] of Object.entries(bodies))
        expect(statusesOf(await raw(head + rest)), what).to.deep.equal([400]);
      expect(gateway.upstream.seen).to.be.empty;
    });

    it('Z10: refuses a body above 64 KiB, declared or not', async () => {
      const declared = await call(at('/api/orders'), { token, body: 'x'.repeat(65_537) });
      expectProblem(declared, 413, 'PAYLOAD_TOO_LARGE');
      const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
      const head = `POST /api/orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n`;
      const answer = await raw(`${head}Transfer-Encoding: chunked\r\n\r\n${chunk.repeat(3)}`);
      expect(statusesOf(answer)).to.deep.equal([413]);
      expect(gateway.upstream.seen).to.be.empty;
    });

    it('Z10: refuses headers above 16 KiB', async () => {
      const answer = await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`);

      expect(statusesOf(answer)).to.deep.equal([431]);
    });
  });

  describe('answers', () => {
    it('pass with status, headers and body, but without hop-by-hop headers', async () => {
      gateway.upstream.respondWith((_, response) => {
        response.writeHead(409, {
          'Content-Type': 'application/problem+json',
          ETag: '"4"',
          Connection: 'X-Hop',
          'X-Hop': 'secret',
          'X-Powered-By': 'something',
        });
        response.end('{"code":"SOLD_OUT"}');
      });
      const answer = await call(at('/api/orders'), { token });

      expect(answer.status).to.equal(409);
      expect(answer.body).to.deep.equal({ code: 'SOLD_OUT' });
      expect(answer.headers.get('etag')).to.equal('"4"');
      expect(answer.headers.has('x-hop')).to.equal(false);
      expect(answer.headers.has('x-powered-by')).to.equal(false);
    });

    it('pass at the speed of a slow reader', async () => {
      const size = 8 * 1024 * 1024;
      gateway.upstream.respondWith((_, response) => response.end(Buffer.alloc(size, 'x')));
      const response = await fetch(at('/api/orders'), {
        headers: { authorization: `Bearer ${token}` },
      });
      await new Promise((resolve) => setTimeout(resolve, 50));

      expect((await response.arrayBuffer()).byteLength).to.equal(size);
    });

    it('are cut when the upstream breaks off in the middle', async () => {
      gateway.upstream.respondWith((_, response) => {
        response.writeHead(200, { 'Content-Length': '100' });
        response.write('half', () => response.destroy());
      });
      const headers = { authorization: `Bearer ${token}` };
      const broken = await fetch(at('/api/orders'), { headers })
        .then((response) => response.text())
        .then(() => 'whole')
        .catch(() => 'cut');

      expect(broken).to.equal('cut');
    });

    it('are given up with the client who asked', async () => {
      const closed = new Promise((resolve) => {
        gateway.upstream.respondWith((_, response) => void once(response, 'close').then(resolve));
      });
      const leaving = new AbortController();
      const headers = { authorization: `Bearer ${token}` };
      const asked = fetch(at('/api/orders'), { headers, signal: leaving.signal });
      setTimeout(() => leaving.abort(), 50);

      await asked.catch(() => undefined);
      await closed;
    });
  });
});
