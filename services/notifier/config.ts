import {
  databaseUrl,
  integer,
  list,
  loadConfig,
  loopback,
  networks,
  portVariable,
  processVariables,
  retentionMs,
  type Config,
} from '../../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';

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
    parse: (text: string) => networks([...loopback, ...list(text)]),
    default: () => networks(loopback),
    describe: 'addresses of gateways and proxies whose X-Forwarded-For counts, comma-separated',
  },
  notificationRetentionMs: {
    variable: 'NOTIFICATION_RETENTION',
    parse: retentionMs,
    default: 90 * 86_400_000,
    describe: 'how long notifications are kept, such as 12h or 90d',
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
