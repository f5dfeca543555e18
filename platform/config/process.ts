import { databaseAddress, eventStoreAddress, redisAddress } from './addresses.js';
import { networks } from './networks.js';
import { integer, list, oneOf, port, text } from './parsers.js';

/** What all other variables are read in the light of. */
export const modeVariables = {
  nodeEnv: {
    variable: 'NODE_ENV',
    parse: oneOf('development', 'test', 'production'),
    default: 'development',
    describe: 'production refuses weak settings',
  },
  allowPlaintext: {
    variable: 'ALLOW_PLAINTEXT',
    parse: list,
    default: [],
    describe: 'variables that may name a plaintext address in production, comma-separated',
  },
} as const;

/** Variables that every process understands. */
export const processVariables = {
  host: {
    variable: 'HOST',
    parse: text,
    default: '127.0.0.1',
    describe: 'address that the process listens on',
  },
  operationsAllow: {
    variable: 'OPERATIONS_ALLOW',
    parse: (value: string) => networks(list(value)),
    default: () => networks([]),
    describe: 'addresses or networks that may read /ready and /metrics, beside this machine',
  },
  drainMs: {
    variable: 'DRAIN_MS',
    parse: integer({ min: 0, max: 30_000 }),
    default: 0,
    describe: 'time from SIGTERM until the process stops listening, in milliseconds',
  },
  logLevel: {
    variable: 'LOG_LEVEL',
    parse: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
    default: 'info',
    describe: 'least level that is logged',
  },
} as const;

/** The port variable of one process, such as `AUTH_PORT`. */
export const portVariable = <V extends string>(variable: V, usual: number) =>
  ({
    variable,
    parse: port,
    default: usual,
    describe: `port, 0 for any; usually ${usual}`,
  }) as const;

/** Addresses of the parts that several processes use. */
export const databaseUrl = {
  variable: 'DATABASE_URL',
  parse: databaseAddress,
  describe: 'Postgres, postgres://user:password@host:port/database',
} as const;

export const eventStoreUrl = {
  variable: 'EVENTSTORE_URL',
  // EventStoreDB itself reads every EVENTSTORE_* as an option, and does not start with one that it
  // does not know
  alias: 'QUICKSALE_EVENTSTORE_URL',
  parse: eventStoreAddress,
  describe: 'EventStoreDB, esdb://host:port, hosts comma-separated',
} as const;

export const redisUrl = {
  variable: 'REDIS_URL',
  parse: redisAddress,
  default: null,
  describe: 'Redis, redis://host:port; without it limits are counted in memory',
} as const;
