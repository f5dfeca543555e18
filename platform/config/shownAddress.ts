import { parseConnectionString, toShownString } from './connectionString.js';

/**
 * An address for people: of EventStoreDB, Postgres, Redis or brokers of Kafka, without any
 * password. Of one that cannot be read only the scheme is left.
 */
export const shownAddress = (address: string): string => {
  if (/^\s*esdb/.test(address)) return shownConnectionString(address);
  if (!address.includes('://')) return /^[\w.,:\s-]*$/.test(address) ? address : unreadable('');

  return URL.canParse(address) ? shownUrl(new URL(address)) : unreadable(schemeOf(address));
};

const shownConnectionString = (address: string): string => {
  try {
    return toShownString(parseConnectionString(address));
  } catch {
    return unreadable(schemeOf(address));
  }
};

const shownUrl = (url: URL): string => {
  if (url.password !== '') url.password = '***';
  for (const name of [...url.searchParams.keys()])
    if (/pass|secret|token/i.test(name)) url.searchParams.set(name, '***');

  return url.href;
};

const schemeOf = (address: string): string => /^[\w+.-]+:\/\//.exec(address)?.[0] ?? '';

const unreadable = (scheme: string): string => `${scheme}…`;
