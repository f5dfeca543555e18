import { isIP } from 'node:net';
import type { Mode } from './variable.js';

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || (isIP(host) === 4 && host.startsWith('127.'));

/** Whether a connection to this URL would be unencrypted. */
const isPlaintext = ({ protocol, searchParams }: URL): boolean => {
  switch (protocol) {
    case 'http:':
    case 'redis:':
    case 'ws:':
      return true;
    case 'postgres:':
    case 'postgresql:':
      return !['require', 'verify-ca', 'verify-full'].includes(searchParams.get('sslmode') ?? '');
    case 'esdb:':
    case 'esdb+discover:':
    case 'kurrentdb:':
      return searchParams.get('tls') === 'false';
    default:
      return false;
  }
};

export const refusesPlaintext = (url: URL, { production, plaintextAllowed }: Mode): boolean =>
  production && !plaintextAllowed && !isLoopback(url.hostname) && isPlaintext(url);
