import { oneOf, port, text, url } from './parsers.js';

/** Variables that every process understands. */
export const processVariables = {
  host: {
    variable: 'HOST',
    parse: text,
    default: '127.0.0.1',
    describe: 'address that the process listens on',
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
  parse: url,
  describe: 'Postgres, postgres://user:password@host:port/database',
} as const;

export const redisUrl = {
  variable: 'REDIS_URL',
  parse: url,
  default: null,
  describe: 'Redis, redis://host:port; without it limits are counted in memory',
} as const;
