import pg from 'pg';

/** Milliseconds that a statement may take before it counts as lost. */
export const defaultQueryTimeout = 2000;

export type Settings = Readonly<Record<string, string>>;

/** Deadlines on everything (a paused server hangs for ever otherwise), and bigint columns as numbers. */
export const clientConfig = (
  url: string,
  { queryTimeoutMs = defaultQueryTimeout, settings = {} }: ClientOptions = {},
): pg.ClientConfig => ({
  connectionString: url,
  connectionTimeoutMillis: 1000,
  query_timeout: queryTimeoutMs,
  statement_timeout: queryTimeoutMs,
  keepAlive: true,
  options: Object.entries({ jit: 'off', ...settings })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' '),
  types: { getTypeParser },
});

export type ClientOptions = Readonly<{ queryTimeoutMs?: number; settings?: Settings }>;

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
