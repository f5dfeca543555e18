import {
  databaseUrl,
  integer,
  list,
  loadConfig,
  portVariable,
  processVariables,
  type Config,
} from '../../platform/config/index.js';
import { trustedProxies } from '../../platform/http/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';

/** Where the gateway of the same machine connects from. */
const loopback = ['127.0.0.0/8', '::1'];

const schema = {
  ...processVariables,
  port: portVariable('NOTIFIER_PORT', 3004),
  databaseUrl,
  ...kafkaVariables,
  corsOrigins: {
    variable: 'CORS_ORIGINS',
    parse: list,
    default: [],
    describe: 'origins of web pages that may connect beside our own, comma-separated',
  },
  trustedProxies: {
    variable: 'TRUSTED_PROXIES',
    parse: (text: string) => trustedProxies([...loopback, ...list(text)]),
    default: () => trustedProxies(loopback),
    describe: 'addresses of gateways and proxies whose X-Forwarded-For counts, comma-separated',
  },
  visitorSocketsPerAddress: {
    variable: 'VISITOR_SOCKETS_PER_ADDRESS',
    parse: integer({ min: 1, max: 100_000 }),
    default: 50,
    describe: 'sockets without an account that one address may have on one notifier',
  },
};

export type NotifierConfig = Config<typeof schema>;

export const loadNotifierConfig = (env: NodeJS.ProcessEnv): NotifierConfig =>
  loadConfig(schema, env, kafkaRules);
