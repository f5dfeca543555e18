import pg from 'pg';

export type ClientOptions = Readonly<{
  /** In milliseconds: so long may a statement take before it counts as lost. */
  queryTimeoutMs?: number;
  /** Postgres settings of every connection, such as `plan_cache_mode`. */
  settings?: Readonly<Record<string, string>>;
}>;

/**
 * After which Postgres rolls back the transaction of a client that is paused or gone: its locks
 * would stop everybody else.
 */
const idleInTransactionMs = 5_000;

/** Neither side waits for two hours, as TCP does, to find out that the other machine is gone. */
const deadPeers = {
  tcp_keepalives_idle: '10',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
  tcp_user_timeout: '10000',
};

const defaultSettings = {
  jit: 'off',
  idle_in_transaction_session_timeout: String(idleInTransactionMs),
  ...deadPeers,
};

/** Timeouts on everything, since a paused server hangs for ever, and bigint columns as numbers. */
export const clientConfig = (
  url: string,
  { queryTimeoutMs = 2_000, settings = {} }: ClientOptions = {},
): pg.ClientConfig => ({
  connectionString: url,
  connectionTimeoutMillis: 1000,
  query_timeout: queryTimeoutMs,
  statement_timeout: queryTimeoutMs,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  options: Object.entries({ ...defaultSettings, ...settings })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' '),
  types: { getTypeParser },
});

const int8 = 20;

const getTypeParser = ((oid: number, format?: 'text' | 'binary'): unknown =>
  oid === int8 && format !== 'binary'
    ? toNumber
    : (pg.types.getTypeParser as ParserOf)(oid, format)) as typeof pg.types.getTypeParser;

type ParserOf = (oid: number, format?: 'text' | 'binary') => unknown;

// loud rather than wrong: a column that may hold more is to be selected as text
const toNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} does not fit a number`);

  return number;
};
