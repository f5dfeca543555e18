import {
  type Config,
  databaseUrl,
  eventStoreUrl,
  httpAddress,
  httpAddresses,
  loadConfig,
  portVariable,
  processVariables,
} from '../../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';

const upstreamUrl = <V extends string>(variable: V, usual: number) =>
  ({
    variable,
    parse: httpAddresses,
    default: [`http://127.0.0.1:${usual}`] as readonly string[],
    describe: 'addresses of the service whose metrics the console shows, comma-separated',
  }) as const;

const schema = {
  ...processVariables,
  port: portVariable('OPERATIONS_PORT', 3007),
  eventStoreUrl,
  ...kafkaVariables,
  databaseUrl,
  gateway: upstreamUrl('GATEWAY_URL', 3000),
  auth: upstreamUrl('AUTH_URL', 3001),
  inventory: upstreamUrl('INVENTORY_URL', 3002),
  orders: upstreamUrl('ORDERS_URL', 3003),
  notifier: upstreamUrl('NOTIFIER_URL', 3004),
  projector: upstreamUrl('PROJECTOR_URL', 3005),
  bridge: upstreamUrl('BRIDGE_URL', 3006),
  prometheusUrl: {
    variable: 'PROMETHEUS_URL',
    parse: httpAddress,
    default: null,
    describe: 'a Prometheus that the console links to',
  },
};

export type OperationsConfig = Config<typeof schema>;

export const loadOperationsConfig = (env: NodeJS.ProcessEnv): OperationsConfig =>
  loadConfig(schema, env, kafkaRules);
