import type { IncomingMessage } from 'node:http';
import { type BlockList, isIP } from 'node:net';

/**
 * Returns where the request comes from: the socket's address, or, as long as that is a trusted
 * proxy, the address that it names last. X-Forwarded-For of any other client is ignored. An IPv6
 * client owns a /64, which counts as one address.
 */
export const clientAddressOf = (request: IncomingMessage, trusted: BlockList): string => {
  let address = plainAddress(request.socket.remoteAddress ?? '');
  const hops = forwardedFor(request);
  for (let hop = hops.pop(); hop !== undefined && isWithin(address, trusted); hop = hops.pop())
    address = plainAddress(hop.trim());

  return isIP(address) === 6 ? networkOf(address) : address;
};

const forwardedFor = ({ headers }: IncomingMessage): string[] => {
  const value = headers['x-forwarded-for'];

  return value === undefined ? [] : String(value).split(',');
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

/** Returns `1.2.3.4` of `::ffff:1.2.3.4`, as a socket says that listens on IPv6 too. */
export const plainAddress = (address: string): string =>
  address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;

const networkOf = (address: string): string => {
  const [head = '', tail] = address.split('::', 2);
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0');

  return [...first, ...gap, ...last].slice(0, 4).join(':');
};
