import { expect } from 'chai';
import { z } from 'zod';
import {
  createHttpApp,
  parseBody,
  parseParams,
  parseQuery,
  problem,
  startHttpServer,
  type HttpServer,
} from '../../../platform/http/index.js';
import { createLogger } from '../../../platform/logging/index.js';
import { networks } from '../../../platform/config/index.js';
import { createMetrics } from '../../../platform/metrics/index.js';
import { eventually } from '../../support/assertions/eventually.js';
import { call, expectProblem } from '../../support/clients/http.js';
import { sendRaw, statusesOf } from '../../support/clients/rawHttp.js';

class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

describe('http: an app', () => {
  let server: HttpServer;
  let isWell = true;
  let release: (() => void) | null = null;
  before(async () => {
    const app = createHttpApp({
      service: 'shop',
      logger: createLogger({ name: 'test', level: 'silent' }),
      metrics: createMetrics({ service: 'shop' }),
      operationsAllow: networks([]),
      readiness: {
        well: () => (isWell ? Promise.resolve() : Promise.reject(new Error('ill'))),
        slow: () => Promise.resolve(),
      },
      translateError: (error) => (error instanceof TypeError ? problem(418, 'TEAPOT', 'x') : null),
      routes: (router) => {
        router.post(['/things', '/also/things'], (request, response) => {
          response.status(201).json(parseBody(thing, request));
        });
        router.get('/things', (request, response) => {
          response.json(parseQuery(z.strictObject({ page: z.string().optional() }), request));
        });
        router.get('/things/:id', (request, response) => {
          response.json(parseParams(z.strictObject({ id: z.uuid() }), request));
        });
        router.get('/fails/:how', ({ params }) => {
          throw failures[params.how] ?? new Error('SELECT secret FROM somewhere');
        });
        router.get('/waits', async (_request, response) => {
          await new Promise<void>((resolve) => (release = resolve));
          response.json({});
        });
      },
    });
    server = await startHttpServer({ handler: app, port: 0, host: '127.0.0.1' });
  });
  after(() => server.stop());

  const thing = z.strictObject({ name: z.string(), count: z.int().min(1).default(1) });
  const failures: Readonly<Record<string, Error>> = {
    type: new TypeError('x'),
    database: new DatabaseUnavailable('host db-7 does not answer'),
  };
  const at = (path: string) => `${server.url}${path}`;
  const post = (body: unknown, headers = {}) => call(at('/things'), { body, headers });

  describe('bodies', () => {
    it('are read by the schema', async () => {
      const answer = await post({ name: 'a' });

      expect(answer.status).to.equal(201);
      expect(answer.body).to.deep.equal({ name: 'a', count: 1 });
    });

    it('Z5: name every field that is wrong or unknown', async () => {
      const answer = await post({ count: 0, role: 'admin' });

      expectProblem(answer, 400, 'VALIDATION_FAILED');
      const paths = (answer.body['errors'] as { path: string }[]).map(({ path }) => path);
      expect(paths.sort()).to.deep.equal(['count', 'name', 'role']);
    });

    it('Z14: refuse numbers that are none', async () => {
      for (const count of ['1e309', '1.5', '-1', '0', '"1"', '9007199254740993', 'null', '[]'])
        expectProblem(await post(`{"name":"a","count":${count}}`), 400, 'VALIDATION_FAILED');
    });

    const refused: Readonly<Record<string, readonly [string, string]>> = {
      'half a document': ['{"name":', 'MALFORMED_JSON'],
      'bytes that are not UTF-8': ['\u0000', 'MALFORMED_JSON'],
      'Z10: 7 000 nested arrays': [`${'['.repeat(7000)}${']'.repeat(7000)}`, 'JSON_TOO_DEEP'],
      'Z11: __proto__': ['{"name":"a","__proto__":{"polluted":1}}', 'KEY_REFUSED'],
      'Z11: constructor': ['{"name":"a","constructor":{"prototype":{}}}', 'KEY_REFUSED'],
      'Z11: __proto__ further down': ['{"name":[{"__proto__":1}]}', 'KEY_REFUSED'],
      'Z12: a key twice': ['{"name":"a","name":"b"}', 'KEY_REFUSED'],
      'Z12: a key twice, once in another spelling': [
        '{"name":"a","n\\u0061me":"b"}',
        'KEY_REFUSED',
      ],
      'Z12: a key twice further down': ['{"name":[{"a":{},"b":":","a":1}]}', 'KEY_REFUSED'],
      'Z13: NUL': ['{"name":"a\\u0000"}', 'TEXT_REFUSED'],
      'Z13: NUL in a key': ['{"a\\u0000":1}', 'TEXT_REFUSED'],
      'Z13: a lone surrogate': ['{"name":"\\ud800"}', 'TEXT_REFUSED'],
      'no object': ['[]', 'VALIDATION_FAILED'],
      'nothing but null': ['null', 'VALIDATION_FAILED'],
    };
    for (const [what, [body, code]] of Object.entries(refused))
      it(`refuse ${what}`, async () => {
        expectProblem(await post(body), 400, code);
        expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
      });

    it('keep text of any script', async () => {
      expect((await post({ name: '😀 שלום' })).body).to.include({ name: '😀 שלום' });
    });

    it('keep colons, quotes and backslashes in texts', async () => {
      for (const name of ['a:b', '":"', '\\":', '\\\\', '{"a":1,"a":2}', ':'.repeat(60_000)])
        expect((await post({ name })).body).to.include({ name });
    });

    it('Z10: may nest 20 deep, and no deeper', async () => {
      const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

      expectProblem(await post(nested(20)), 400, 'VALIDATION_FAILED');
      expectProblem(await post(nested(21)), 400, 'JSON_TOO_DEEP');
    });

    it('may have parameters, also empty ones, and UTF-8 in every spelling', async () => {
      for (const type of [
        'application/json;',
        'application/json ; charset="UTF-8" ;',
        'application/json;charset=utf8',
        'application/json; encoding=utf8; version=1',
        'application/problem+json; profile="a"',
      ])
        expect((await post('{"name":"a"}', { 'content-type': type })).status, type).to.equal(201);
      expect((await post('{"name":"a"}', { 'content-encoding': 'Identity' })).status).to.equal(201);
    });

    it('refuse other types, charsets and codings', async () => {
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=latin1',
        'application/json; version=1; charset=utf-16',
        'application/json; charset=utf-8; charset=latin1',
        'application/jsonp;',
      ])
        expectProblem(await post('{}', { 'content-type': type }), 415, 'UNSUPPORTED_MEDIA_TYPE');
      expectProblem(
        await post('{}', { 'content-encoding': 'gzip' }),
        415,
        'UNSUPPORTED_MEDIA_TYPE',
      );
    });

    it('Z10: have at most 64 KiB', async () => {
      expectProblem(await post('x'.repeat(65_537)), 413, 'PAYLOAD_TOO_LARGE');
    });
  });

  describe('queries and parameters', () => {
    it('Z12: refuse what is given twice, unknown or not a text', async () => {
      for (const query of ['page=1&page=2', 'page[$gt]=1', 'pages=1', '__proto__=1'])
        expectProblem(await call(at(`/things?${query}`)), 400, 'VALIDATION_FAILED');
    });

    it('Z16: refuse ids that are none', async () => {
      for (const id of ['$all', 'order-1', '1', 'a%0d%0ab'])
        expect((await call(at(`/things/${id}`))).status, id).to.equal(400);
    });
  });

  describe('errors', () => {
    it('Z22: tell nothing of the inside', async () => {
      const unforeseen = await call(at('/fails/anyhow'));
      expectProblem(unforeseen, 500, 'INTERNAL_ERROR');
      expect(JSON.stringify(unforeseen.body)).to.not.match(/SELECT|\.ts|at /);
    });

    it('of a sick dependency are 503', async () => {
      const answer = await call(at('/fails/database'));
      expectProblem(answer, 503, 'DATABASE_UNAVAILABLE');
      expect(answer.headers.get('retry-after')).to.equal('1');
      expect(JSON.stringify(answer.body)).to.not.contain('db-7');
    });

    it('of the business are translated by the service', async () => {
      expectProblem(await call(at('/fails/type')), 418, 'TEAPOT');
    });

    it('Z19: tell 404 from 405', async () => {
      expectProblem(await call(at('/nothing')), 404, 'ROUTE_NOT_FOUND');
      const answer = await call(at('/also/things'), { method: 'DELETE' });
      expectProblem(answer, 405, 'METHOD_NOT_ALLOWED');
      expect(answer.headers.get('allow')).to.equal('POST');
    });

    it('of the protocol are problem documents too, with a request id', async () => {
      for (const [bytes, code] of [
        ['NONSENSE', 'MALFORMED_REQUEST'],
        ['GET /things HTTP/1.1', 'BAD_REQUEST'],
        ['GET /none HTTP/1.1\r\nHost: x\r\nExpect: a miracle', 'ROUTE_NOT_FOUND'],
      ]) {
        const answer = await sendRaw(Number(new URL(server.url).port), `${bytes}\r\n\r\n`);
        expect(statusesOf(answer), bytes).to.deep.equal([code === 'ROUTE_NOT_FOUND' ? 404 : 400]);
        expect(answer).to.contain(`"code":"${code}"`);
        expect(answer).to.match(/^content-type: application\/problem\+json\r$/im);
        expect(answer).to.match(/^x-request-id: [\w-]{8,64}\r$/im);
      }
    });
  });

  describe('operations', () => {
    it('tell health, readiness and metrics', async () => {
      expect((await call(at('/health'))).body).to.deep.equal({ status: 'ok' });
      expect((await call(at('/ready'))).status).to.equal(200);
      isWell = false;
      const ill = await call(at('/ready'));
      isWell = true;
      expect(ill.status).to.equal(503);
      expect(ill.body['dependencies']).to.deep.equal({ well: 'failing', slow: 'ok' });

      const text = await (await fetch(at('/metrics'))).text();
      expect(text).to.match(
        /quicksale_http_request_duration_seconds_count\{.*service="shop".*route="\/things"/,
      );
    });
  });

  describe('at its end', () => {
    it('ends what is in flight before it stops', async () => {
      const waiting = call(at('/waits'));
      await eventually(() => expect(release).to.be.a('function'));
      const stopping = server.stop();
      release?.();

      expect((await waiting).status).to.equal(200);
      await stopping;
      expect(await call(at('/health')).catch(() => 'refused')).to.equal('refused');
    });
  });
});
