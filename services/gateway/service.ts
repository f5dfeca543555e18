import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
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
import { createOrigins } from './upstreams/origins/origins.js';
import { createProxy } from './upstreams/proxy.js';
import type { Upstream } from './upstreams/relay.js';

const service = 'gateway';

/** `accept` serves a connection that another process has accepted. */
export type RunningGateway = Running & Readonly<{ accept: (connection: Duplex) => void }>;

/**
 * The gateway verifies, limits and proxies; it knows no business. Upstreams of `inProcess` are
 * called directly.
 */
export const startGateway = async (
  config: GatewayConfig,
  inProcess: InProcessUpstreams = {},
): Promise<RunningGateway> => {
  const connections = connect(config);
  const { logger, metrics, identity, redis } = connections;
  const { upstreamTimeoutMs: timeoutMs, trustedProxies } = config;
  const upstreams = upstreamsOf(config);
  const relay = createSocketRelay({ ...inProcess, ...relayOptionsOf(config, upstreams) });
  const holdBack = createHoldBack();
  watchUpstreams(metrics, { upstreams, holdBack });
  const consume = createLimits({ rates: ratesOf(config), redis, metrics });
  const handler = createGatewayHandler({
    identity,
    consume,
    proxy: createProxy({ timeoutMs }),
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
  const server = await startHttpServer({ handler, ...config, ...filesOf(inProcess) });
  acceptUpgrades(server.server, { relay, consume, config });

  return {
    url: server.url,
    accept: (connection) => void server.server.emit('connection', connection),
    stop: once(async () => {
      await server.announceStop().then(relay.stop);
      holdBack.stop();
      await server.stop().then(() => disconnect(connections, upstreams));
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
    identity: createTokenVerifier({ url: database.url, logger }),
    redis: redisIfConfigured(config.redisUrl, logger),
    operationsAllow: config.operationsAllow,
  };
};

/** Requests that waited for an upstream have their response by now. */
const disconnect = async (
  { identity, database, redis }: ReturnType<typeof connect>,
  upstreams: Readonly<Record<UpstreamName, Upstream>>,
): Promise<void> => {
  await Promise.all(Object.values(upstreams).map(({ origins }) => origins.stop()));
  await identity.stop();
  await database.stop();
  redis?.disconnect();
};

const pagesOf = ({ streamsUrl, nodeEnv }: GatewayConfig) => ({
  streamsUrl,
  isProduction: nodeEnv === 'production',
});

/** What is relayed has a connection to the upstream as well. */
const filesOf = ({ takeSocket }: InProcessUpstreams) => ({
  filesPerConnection: takeSocket === undefined ? 2 : 1,
});

const relayOptionsOf = (
  { upstreamTimeoutMs, trustedProxies }: GatewayConfig,
  { notifier }: Record<UpstreamName, Upstream>,
) => ({
  origins: notifier.origins,
  timeoutMs: upstreamTimeoutMs,
  addressOf: (request: IncomingMessage) => clientAddressOf(request, trustedProxies),
});

const upstreamsOf = (config: GatewayConfig): Record<UpstreamName, Upstream> => {
  const to = (name: UpstreamName): Upstream => ({
    name,
    gate: createGate(name),
    origins: createOrigins(name, config[name]),
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
