import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';
import { groupsOf, mappedAddressOf } from './ipv6.js';

/**
 * Returns where the request comes from: the socket's address, or, as long as that is a trusted
 * proxy, the address that it names last. X-Forwarded-For of any other client is ignored. An IPv6
 * client owns a /64, which counts as one address, and every address has one spelling.
 */
export const clientAddressOf = (request: IncomingMessage, trusted: BlockList): string => {
  let address = plainAddress(request.socket.remoteAddress ?? '');
  const hops = forwardedFor(request);
  for (let hop = hops.pop(); hop !== undefined && isWithin(address, trusted); hop = hops.pop())
    address = plainAddress(withoutPort(hop.trim()));

  return isIP(address) === 6 ? networkOf(address) : address;
};

const forwardedFor = ({ headers }: IncomingMessage): string[] => {
  const value = headers['x-forwarded-for'];

  return value === undefined ? [] : String(value).split(',');
};

/** Some proxies name the client's port as well, which changes with every connection. */
const withoutPort = (hop: string): string => {
  const [, bracketed, bare] = /^(?:\[([^\]]*)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(hop) ?? [];

  return bracketed ?? bare ?? hop;
};

/** Whether the address is in the list; a text that is no address is in none. */
export const isWithin = (address: string, list: BlockList): boolean => {
  const family = familyOf(address);

  return family !== null && list.check(address, family);
};

const familyOf = (address: string): 'ipv4' | 'ipv6' | null => {
  const version = isIP(address);
  if (version === 0) return null;

  return version === 4 ? 'ipv4' : 'ipv6';
};

/**
 * Returns `1.2.3.4` of `::ffff:1.2.3.4`, as a socket says that listens on IPv6 too, also where it
 * is spelled `::ffff:102:304`.
 */
export const plainAddress = (address: string): string =>
  isIP(address) === 6 ? (mappedAddressOf(groupsOf(address)) ?? address) : address;

const networkOf = (address: string): string => groupsOf(address).slice(0, 4).join(':');
