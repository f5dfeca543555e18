import { isIP } from 'node:net';
import type { Mode } from './variable.js';

/** Whether packets to this host stay on this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host === '::1' ||
  host === '[::1]' ||
  (isIP(host) === 4 && host.startsWith('127.'));

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
      return [...searchParams].some(([name, value]) => isTls(name) && value.trim() === 'false');
    default:
      return false;
  }
};

// The client reads the names of its options in any case, with dashes and underscores.
const isTls = (name: string): boolean => /^\W*t[_-]*l[_-]*s\W*$/i.test(name);

export const refusesPlaintext = (url: URL, { production, plaintextAllowed }: Mode): boolean =>
  production && !plaintextAllowed && !isLoopback(url.hostname) && isPlaintext(url);
