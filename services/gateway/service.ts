import type { IncomingMessage } from 'node:http';
import { Agent } from 'undici';
import { clientAddressOf, startHttpServer } from '../../platform/http/index.js';
import { createTokenVerifier } from '../../platform/identity/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { createMetrics } from '../../platform/metrics/index.js';
import { connectDatabase } from '../../platform/postgres/index.js';
import { once, type Running } from '../../platform/process/index.js';
import { redisIfConfigured } from '../../platform/redis/index.js';
import { createCors } from './browsers/cors.js';
import { securityHeaders } from './browsers/securityHeaders.js';
import type { GatewayConfig } from './config.js';
import { createLocalRoutes } from './documents/localRoutes.js';
import { createGatewayHandler } from './handler.js';
import { createLimits } from './limits/limits.js';
import type { UpstreamName } from './routes.js';
import { createSocketRelay } from './sockets/socketRelay.js';
import { acceptUpgrades } from './sockets/upgrades.js';
import type { InProcessUpstreams } from './upstreams/dispatch.js';
import { createGate } from './upstreams/gate.js';
import { createHoldBack } from './upstreams/holdBack.js';
import { watchUpstreams } from './upstreams/metrics.js';
import { createProxy } from './upstreams/proxy.js';
import type { Upstream } from './upstreams/relay.js';

const service = 'gateway';

/**
 * The gateway verifies, limits and proxies; it knows no business. Upstreams of `inProcess` are
 * called directly.
 */
export const startGateway = async (
  config: GatewayConfig,
  inProcess: InProcessUpstreams = {},
): Promise<Running> => {
  const connections = connect(config);
  const { logger, metrics, identity, redis, dispatcher } = connections;
  const { upstreamTimeoutMs: timeoutMs, trustedProxies } = config;
  const upstreams = upstreamsOf(config);
  const relay = createSocketRelay(relayOptionsOf(config));
  const holdBack = createHoldBack();
  watchUpstreams(metrics, { upstreams, holdBack });
  const consume = createLimits({ rates: ratesOf(config), redis, metrics });
  const handler = createGatewayHandler({
    identity,
    consume,
    proxy: createProxy({ dispatcher, timeoutMs }),
    upstreams,
    inProcess,
    timeoutMs,
    holdBack: holdBack.hold,
    cors: createCors(config.corsOrigins),
    trustedProxies,
    securityHeaders: securityHeaders(),
    localRoutes: createLocalRoutes({ service, upstreams, pages: pagesOf(config), ...connections }),
    poll: relay.poll,
    metrics,
    logger,
  });
  const server = await startHttpServer({ handler, port: config.port, host: config.host });
  acceptUpgrades(server.server, { relay, consume, config });

  return {
    url: server.url,
    stop: once(async () => {
      relay.stop();
      holdBack.stop();
      await server.stop();
      await disconnect(connections);
    }),
  };
};

const connect = (config: GatewayConfig) => {
  const logger = createLogger({ name: service, level: config.logLevel });
  const metrics = createMetrics({ service });
  const database = connectDatabase({ url: config.databaseUrl, logger, metrics, max: 2 });

  return {
    logger,
    database,
    metrics,
    identity: createTokenVerifier({ database, logger }),
    redis: redisIfConfigured(config.redisUrl, logger),
    dispatcher: createDispatcher(),
    operationsAllow: config.operationsAllow,
  };
};

/** Requests that waited for an upstream have their response by now. */
const disconnect = async ({
  dispatcher,
  identity,
  database,
  redis,
}: ReturnType<typeof connect>): Promise<void> => {
  await dispatcher.destroy();
  await identity.stop();
  await database.stop();
  redis?.disconnect();
};

/**
 * Idle connections are closed before the upstream would do so (after 65 s), perhaps under a
 * request. The gate bounds how many are at work; each request that waits in the waiting room of
 * orders has one as well.
 */
const createDispatcher = (): Agent =>
  new Agent({
    connections: 20_000,
    pipelining: 1,
    keepAliveTimeout: 30_000,
    keepAliveMaxTimeout: 30_000,
    connect: { timeout: 1000 },
    // The proxy has a timeout of its own, for the whole exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

const pagesOf = ({ streamsUrl, nodeEnv }: GatewayConfig) => ({
  streamsUrl,
  isProduction: nodeEnv === 'production',
});

const relayOptionsOf = ({ notifier, upstreamTimeoutMs, trustedProxies }: GatewayConfig) => ({
  origin: notifier,
  timeoutMs: upstreamTimeoutMs,
  addressOf: (request: IncomingMessage) => clientAddressOf(request, trustedProxies),
});

const upstreamsOf = (config: GatewayConfig): Record<UpstreamName, Upstream> => {
  const to = (name: UpstreamName): Upstream => ({
    name,
    origin: new URL(config[name]).origin,
    gate: createGate(name),
  });

  return {
    auth: to('auth'),
    inventory: to('inventory'),
    orders: to('orders'),
    notifier: to('notifier'),
    operations: to('operations'),
  };
};

/**
 * Logins into one account, whatever addresses they come from: guessing from many is bounded, and
 * one address alone cannot use it all up and lock somebody out.
 */
const ofAccounts = (rate: GatewayConfig['limitOfLogin']): GatewayConfig['limitOfLogin'] =>
  rate === 'off' ? 'off' : { ...rate, points: 4 * rate.points };

const ratesOf = (config: GatewayConfig) => ({
  login: config.limitOfLogin,
  account: ofAccounts(config.limitOfLogin),
  register: config.limitOfRegister,
  orders: config.limitOfOrders,
  reserve: config.limitOfReserve,
  payments: config.limitOfPayments,
  default: config.limitOfDefault,
});
