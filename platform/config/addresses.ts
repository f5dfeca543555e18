import { parseConnectionString, toClientString } from './connectionString.js';
import { list, url } from './parsers.js';
import type { Mode } from './variable.js';

const refuse = (message: string): never => {
  throw new Error(message);
};

const samplePasswords = new Set([
  'postgres',
  'quicksale',
  'password',
  'changeme',
  'admin',
  'secret',
]);

/** A URL of one of these protocols, encrypted where `url` wants it to be. */
const urlOf =
  (...protocols: readonly string[]) =>
  (value: string, mode: Mode): string => {
    const { protocol } = new URL(url(value, mode));

    return protocols.includes(protocol)
      ? value
      : refuse(`must begin with ${protocols.map((each) => `${each}//`).join(' or ')}`);
  };

const postgres = urlOf('postgres:', 'postgresql:');

/** Where Postgres is. In production its password is no sample. */
export const databaseAddress = (value: string, mode: Mode): string => {
  const { password } = new URL(postgres(value, mode));

  return mode.production && samplePasswords.has(decodeURIComponent(password))
    ? refuse('has a sample password; take one of your own')
    : value;
};

export const redisAddress = urlOf('redis:', 'rediss:');

export const httpAddress = urlOf('http:', 'https:');

/** One or several of them, comma-separated. */
export const httpAddresses = (value: string, mode: Mode): readonly string[] => {
  const all = list(value).map((each) => httpAddress(each, mode));

  return all.length > 0 ? all : refuse('must have an address');
};

/**
 * A connection string of EventStoreDB, which may name several hosts; as the client takes it. In
 * production none of them is reached in plaintext, and not by the account that every server comes
 * with.
 */
export const eventStoreAddress = (value: string, mode: Mode): string => {
  const connection = parseConnectionString(value);
  const { scheme, hosts, options, user, password } = connection;
  const query = options.map((option) => `${option.name}=${option.value}`).join('&');
  for (const { address, port } of hosts) url(`${scheme}://${address}:${port}?${query}`, mode);
  if (mode.production && user === 'admin' && password === 'changeit')
    return refuse('uses the default account of the event store; make one of your own');

  return toClientString(connection);
};
