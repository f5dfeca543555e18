import { describeOption, type ClientOption } from './clientOptions.js';

/** The fields of a connection string of EventStoreDB. */
export type ConnectionString = Readonly<{
  scheme: 'esdb' | 'esdb+discover';
  user: string | null;
  password: string | null;
  hosts: readonly [Host, ...Host[]];
  options: readonly ClientOption[];
  /** Names of options that the client does not know or does not heed. */
  ignored: readonly string[];
}>;

export type Host = Readonly<{ address: string; port: number }>;

/** The message completes the sentence "VARIABLE …" and repeats no part of the value. */
const refuse = (message: string): never => {
  throw new Error(message);
};

const form = /^(esdb(?:\+discover)?):\/\/(?:([^:]+):([^@]+)@)?([^?]*)(?:\?(.*))?$/s;

/**
 * Reads every form of connection string that the client takes: several hosts, `esdb+discover`,
 * credentials, options in any case. Throws an error that names what is wrong.
 */
export const parseConnectionString = (text: string): ConnectionString => {
  const [, scheme, user, password, hosts = '', options] =
    form.exec(text.trim().replace(/\/+$/, '')) ?? [];
  if (scheme !== 'esdb' && scheme !== 'esdb+discover')
    return refuse('must be esdb://host:port, hosts comma-separated');
  const described = (options === undefined ? [] : options.split('&')).map(describeOption);

  return {
    scheme,
    user: decoded(user),
    password: decoded(password),
    hosts: parseHosts(hosts),
    options: described.filter((option) => option.isHeeded),
    ignored: described.filter((option) => !option.isHeeded).map(({ name }) => name),
  };
};

/**
 * The same for the client, without what it would warn about on the console, the password included.
 */
export const toClientString = (connection: ConnectionString): string => {
  const { user, password } = connection;
  const credentials =
    user === null ? '' : `${encodeURIComponent(user)}:${encodeURIComponent(password ?? '')}@`;

  return assemble(connection, credentials);
};

/** The same for people: without the password. */
export const toShownString = (connection: ConnectionString): string =>
  assemble(
    connection,
    connection.user === null ? '' : `${encodeURIComponent(connection.user)}:***@`,
  );

const assemble = ({ scheme, hosts, options }: ConnectionString, credentials: string): string => {
  const listed = hosts.map(({ address, port }) => `${address}:${port}`).join(',');
  const query = options.map(({ name, value }) => `${name}=${value}`).join('&');

  return `${scheme}://${credentials}${listed}${query === '' ? '' : `?${query}`}`;
};

const decoded = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  try {
    return decodeURIComponent(text.trim());
  } catch {
    return refuse('has credentials with a % that is not percent-encoded (%25)');
  }
};

const defaultPort = 2113;

const parseHosts = (text: string): ConnectionString['hosts'] => {
  const items = text.split(',').map((item) => item.replace(/\/.*$/, '').trim());
  const [first, ...others] = items.filter((item, index) => item !== '' || index < items.length - 1);
  if (first === undefined) return refuse('names no host');

  return [parseHost(first), ...others.map(parseHost)];
};

const parseHost = (text: string): Host => {
  if (text.includes('@')) return refuse('has a user without a password, which are user:password@');
  const [, address, port = String(defaultPort)] = /^([\w.-]+)(?::(\d+))?$/.exec(text) ?? [];
  if (address === undefined || Number(port) > 65_535)
    return refuse('must name its hosts as host:port, comma-separated');

  return { address, port: Number(port) };
};
