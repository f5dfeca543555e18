import { databaseUrl, eventStoreUrl, loadConfig, redisUrl } from '../platform/config/index.js';
import { kafkaRules, kafkaVariables } from '../platform/messaging/index.js';
import { dataFolderOf, readEndpoints } from './dataFolder.js';

const schema = {
  ...kafkaVariables,
  databaseUrl: { ...databaseUrl, default: null },
  eventStoreUrl: { ...eventStoreUrl, default: null },
  kafkaBrokers: { ...kafkaVariables.kafkaBrokers, default: [] },
  redisUrl,
};

export type ServerName = 'postgres' | 'eventStore' | 'kafka' | 'redis';

/** Addresses of servers of one's own, as the environment names them; null where it names none. */
export type Servers = Readonly<Record<ServerName, string | null>>;

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

/**
 * The address of a server that a command works on: of the environment, else of the system that runs
 * on the data folder. Throws a sentence for the user when there is neither.
 */
export const requireServer = (name: ServerName, env: NodeJS.ProcessEnv): string => {
  const folder = dataFolderOf(env);
  const address = serversOf(env)[name] ?? readEndpoints(folder)?.[name];
  if (address === undefined || address === null)
    throw new Error(`QuickSale does not run on ${folder}; start it with "npm start" first`);

  return address;
};
