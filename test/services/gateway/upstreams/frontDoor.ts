import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { networks } from '../../../../platform/config/index.js';
import {
  createHttpApp,
  startHttpServer,
  type Handle,
  type HttpServer,
  type TokenVerifier,
} from '../../../../platform/http/index.js';
import { createLogger } from '../../../../platform/logging/index.js';
import { createMetrics } from '../../../../platform/metrics/index.js';
import { createCors } from '../../../../services/gateway/browsers/cors.js';
import { createGatewayHandler } from '../../../../services/gateway/handler.js';
import { createGate, type Gate } from '../../../../services/gateway/upstreams/gate.js';
import type { HoldBack } from '../../../../services/gateway/upstreams/holdBack.js';
import type { Origins } from '../../../../services/gateway/upstreams/origins/origins.js';
import type { Upstream } from '../../../../services/gateway/upstreams/relay.js';

export type FrontDoor = HttpServer &
  Readonly<{ gate: Gate; place: (init?: RequestInit) => Promise<Response> }>;

type Options = Readonly<{
  /** What orders does with `POST /api/orders`. */
  handle: Handle;
  timeoutMs?: number;
  max?: number;
  /** How long a request waits for a place. */
  waitMs?: number;
  holdBack?: HoldBack['hold'];
}>;

const logger = createLogger({ name: 'test', level: 'silent' });

/** What is called is not connected to. */
export const noOrigins: Origins = {
  all: () => [],
  choose: () => null,
  chooseFor: () => null,
  stop: () => Promise.resolve(),
};

const identity: TokenVerifier = {
  verify: () => ({
    userId: randomUUID(),
    role: 'customer',
    sessionId: randomUUID(),
    expiresAt: new Date(Date.now() + 60_000),
    jti: randomUUID(),
  }),
};

/** A gateway with an orders service in its own process, and nothing else of either. */
export const openFrontDoor = async ({
  handle,
  timeoutMs = 5_000,
  max = 400,
  waitMs = 60_000,
  holdBack = (_, send) => send(),
}: Options): Promise<FrontDoor> => {
  const gate = createGate('orders', { max, waitMs });
  const upstream: Upstream = { name: 'orders', gate, origins: noOrigins };
  const common = { identity, logger, metrics: createMetrics({ service: 'test' }) };
  const orders = createHttpApp({
    ...common,
    metrics: createMetrics({ service: 'orders' }),
    service: 'orders',
    operationsAllow: networks([]),
    readiness: {},
    appendsOnly: true,
    routes: (router) => void router.get('/api/orders', handle),
    hotRoute: { method: 'POST', path: '/api/orders', handle },
  });
  const handler = createGatewayHandler({
    ...common,
    consume: () => Promise.resolve(null),
    proxy: () => Promise.reject(new Error('is not dialled')),
    upstreams: {
      auth: upstream,
      inventory: upstream,
      orders: upstream,
      notifier: upstream,
      operations: upstream,
    },
    inProcess: { orders },
    timeoutMs,
    holdBack,
    cors: createCors([]),
    trustedProxies: networks([]),
    securityHeaders: [],
    localRoutes: {},
    poll: () => undefined,
  });
  const server = await startHttpServer({ handler, port: 0, host: '127.0.0.1' });
  const place = (init?: RequestInit) =>
    fetch(`${server.url}/api/orders`, {
      method: 'POST',
      headers: { authorization: 'Bearer a', 'content-type': 'application/json' },
      body: '{}',
      ...init,
    });

  return { ...server, gate, place };
};

export const deadlineOf = ({ context }: IncomingMessage) => {
  if (context.deadline === undefined) throw new Error('The request has no deadline');

  return context.deadline;
};
