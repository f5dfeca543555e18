import {
  databaseUrl,
  httpAddress,
  httpAddresses,
  list,
  loadConfig,
  milliseconds,
  modeVariables,
  networks,
  portVariable,
  processVariables,
  rate,
  redisUrl,
} from '../../platform/config/index.js';

const upstreamUrl = <V extends string>(variable: V, usual: number) =>
  ({
    variable,
    parse: httpAddresses,
    default: [`http://127.0.0.1:${usual}`] as readonly string[],
    describe: 'addresses of the service that requests are passed on to, comma-separated',
  }) as const;

const limit = <V extends string>(variable: V, points: number) =>
  ({
    variable,
    parse: rate,
    default: { points, seconds: 60 },
    describe: `<points>/<seconds>, usually ${points}/60; off outside production`,
  }) as const;

const schema = {
  ...processVariables,
  nodeEnv: modeVariables.nodeEnv,
  port: portVariable('GATEWAY_PORT', 3000),
  databaseUrl,
  redisUrl,
  auth: upstreamUrl('AUTH_URL', 3001),
  inventory: upstreamUrl('INVENTORY_URL', 3002),
  orders: upstreamUrl('ORDERS_URL', 3003),
  notifier: upstreamUrl('NOTIFIER_URL', 3004),
  operations: upstreamUrl('OPERATIONS_URL', 3007),
  limitOfLogin: limit('RATE_LIMIT_LOGIN', 5),
  limitOfRegister: limit('RATE_LIMIT_REGISTER', 3),
  limitOfOrders: limit('RATE_LIMIT_ORDERS', 10),
  limitOfReserve: limit('RATE_LIMIT_RESERVE', 50),
  limitOfPayments: limit('RATE_LIMIT_PAYMENTS', 1_200),
  limitOfDefault: limit('RATE_LIMIT_DEFAULT', 100),
  streamsUrl: {
    variable: 'STREAMS_URL',
    parse: httpAddress,
    default: null,
    describe: 'page of the event store that the shop links to',
  },
  corsOrigins: {
    variable: 'CORS_ORIGINS',
    parse: list,
    default: [],
    describe: 'origins of web pages that may call, comma-separated',
  },
  trustedProxies: {
    variable: 'TRUSTED_PROXIES',
    parse: (text: string) => networks(list(text)),
    default: () => networks([]),
    describe: 'addresses or networks whose X-Forwarded-For counts, comma-separated',
  },
  upstreamTimeoutMs: {
    variable: 'UPSTREAM_TIMEOUT_MS',
    parse: milliseconds,
    default: 5000,
    describe: 'time that a service has for its answer',
  },
} as const;

export const loadGatewayConfig = (env: NodeJS.ProcessEnv) => loadConfig(schema, env);

export type GatewayConfig = ReturnType<typeof loadGatewayConfig>;
