import { databaseUrl, eventStoreUrl, loadConfig, redisUrl } from '../../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../../platform/messaging/index.js';
import type { InfrastructureName } from './services.js';

const schema = {
  ...kafkaVariables,
  databaseUrl: { ...databaseUrl, default: null },
  eventStoreUrl: { ...eventStoreUrl, default: null },
  kafkaBrokers: { ...kafkaVariables.kafkaBrokers, default: [] },
  redisUrl,
};

/** Addresses of servers of one's own, as the environment names them; null where it names none. */
export type Servers = Readonly<Record<InfrastructureName, string | null>>;

/** Throws a ConfigError that names every wrong variable, without its value. */
export const serversOf = (env: NodeJS.ProcessEnv): Servers => {
  const config = loadConfig(schema, env, kafkaRules);

  return {
    postgres: config.databaseUrl,
    eventStore: config.eventStoreUrl,
    kafka: config.kafkaBrokers.length === 0 ? null : config.kafkaBrokers.join(','),
    redis: config.redisUrl,
  };
};
