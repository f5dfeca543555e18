import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pino } from 'pino';
import { networks } from '../../../../platform/config/index.js';
import {
  createHttpApp,
  requireUser,
  sendJson,
  startHttpServer,
  type HttpServer,
  type TokenVerifier,
} from '../../../../platform/http/index.js';
import { createMetrics } from '../../../../platform/metrics/index.js';
import { createCors } from '../../../../services/gateway/browsers/cors.js';
import { createGatewayHandler, type HandlerDeps } from '../../../../services/gateway/handler.js';
import { noOrigins } from './frontDoor.js';
import { createGate } from '../../../../services/gateway/upstreams/gate.js';
import { eventually } from '../../../support/assertions/eventually.js';
import { call, expectProblem } from '../../../support/clients/http.js';
import { sendRaw } from '../../../support/clients/rawHttp.js';

describe('gateway: a request for an upstream in its own process', () => {
  let server: HttpServer;
  let counted: ReturnType<typeof countersOf>;
  beforeEach(async () => {
    counted = countersOf();
    const handler = createGatewayHandler(gatewayDeps(counted));
    server = await startHttpServer({ handler, port: 0, host: '127.0.0.1' });
  });
  afterEach(() => server.stop());

  const orders = () => `${server.url}/api/orders`;

  for (const method of ['POST', 'GET'])
    it(`is verified and logged once, and counted once by each of the two: ${method}`, async () => {
      const answer = await call(orders(), {
        method,
        token: 'good',
        ...(method === 'POST' && { body: {} }),
      });
      await eventually(() => expect(counted.lines).to.have.length(1));

      expect(answer.status).to.equal(200);
      expect(answer.headers.get('cache-control')).to.equal('no-store');
      expect(counted.verified).to.deep.equal(['good']);
      expect(counted.lines[0]).to.include({
        level: pino.levels.values['info'],
        msg: 'answered',
        status: 200,
        address: '127.0.0.1',
        userId: principal.userId,
        requestId: answer.headers.get('x-request-id'),
      });
      expect(await counted.gateway.text()).to.match(countOf('gateway', 'orders', method));
      expect(await counted.orders.text()).to.match(countOf('orders', '/api/orders', method));
    });

  it('has the same ids and trace context there', async () => {
    const headers = { 'x-request-id': 'a-request-of-mine' };
    const { body } = await call(orders(), { token: 'good', headers });

    expect(body).to.include({ requestId: 'a-request-of-mine' });
    expect(body['traceparent']).to.match(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  it('is refused there when the client keeps its token from the upstream', async () => {
    const lines = ['GET /api/orders HTTP/1.1', 'Host: x', 'Authorization: Bearer good'];
    const head = [...lines, 'Connection: close, Authorization'].join('\r\n');
    const answer = await sendRaw(Number(new URL(server.url).port), `${head}\r\n\r\n`);

    expect(answer).to.match(/^HTTP\/1\.1 401 /);
    expect(answer).to.contain('"code":"TOKEN_MISSING"');
  });

  it('that fails there is logged there, once, and tells nothing', async () => {
    const answer = await call(`${orders()}/fails`, { token: 'good' });

    expectProblem(answer, 500, 'INTERNAL_ERROR');
    expect(JSON.stringify(answer.body)).to.not.contain('password');
    await eventually(() => expect(counted.lines).to.have.length(2));
    expect(counted.lines.map(({ msg }) => msg)).to.have.members(['unforeseen error', 'answered']);
  });
});

const principal = {
  userId: randomUUID(),
  role: 'customer',
  sessionId: randomUUID(),
  expiresAt: new Date(Date.now() + 60_000),
  jti: randomUUID(),
} as const;

type Line = Readonly<Record<string, unknown>>;

const countersOf = () => ({
  verified: [] as string[],
  lines: [] as Line[],
  gateway: createMetrics({ service: 'gateway' }),
  orders: createMetrics({ service: 'orders' }),
});

type Counted = ReturnType<typeof countersOf>;

const loggerOf = ({ lines }: Counted) =>
  pino({ level: 'debug' }, { write: (line) => void lines.push(JSON.parse(line) as Line) });

const identityOf = ({ verified }: Counted): TokenVerifier => ({
  verify: (token) => {
    verified.push(token);

    return principal;
  },
});

const ordersApp = (counted: Counted) =>
  createHttpApp({
    service: 'orders',
    logger: loggerOf(counted),
    metrics: counted.orders,
    operationsAllow: networks([]),
    readiness: {},
    identity: identityOf(counted),
    routes: (router) => {
      router.get('/api/orders', (request, response) => {
        requireUser(request);
        response.json(request.context);
      });
      router.get('/api/orders/fails', () => {
        throw new Error('postgres://user:password@host');
      });
    },
    hotRoute: {
      method: 'POST',
      path: '/api/orders',
      handle: (request, response) => sendJson(response, 200, requireUser(request)),
    },
  });

const gatewayDeps = (counted: Counted): HandlerDeps => ({
  identity: identityOf(counted),
  consume: () => Promise.resolve(null),
  proxy: () => Promise.reject(new Error('is not dialled')),
  upstreams: {
    orders: { name: 'orders', origins: noOrigins, gate: createGate('orders') },
  } as unknown as HandlerDeps['upstreams'],
  inProcess: { orders: ordersApp(counted) },
  timeoutMs: 5_000,
  holdBack: (_, send) => send(),
  cors: createCors([]),
  trustedProxies: networks([]),
  securityHeaders: [],
  localRoutes: {},
  poll: () => undefined,
  metrics: counted.gateway,
  logger: loggerOf(counted),
});

const countOf = (service: string, route: string, method: string): RegExp => {
  const labels = [`service="${service}"`, `method="${method}"`, `route="${route}"`];

  return new RegExp(
    `^quicksale_http_request_duration_seconds_count\\{${labels.map((label) => `(?=.*${label})`).join('')}.*\\} 1$`,
    'm',
  );
};
