import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Parses the proxies whose X-Forwarded-For counts: addresses or `address/bits`. */
export const trustedProxies = (items: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const item of items) {
    const [address = '', bits] = item.split('/', 2);
    const family = familyOf(address);
    if (family === null) throw new Error(`has "${item}", which is no address`);
    list.addSubnet(address, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
  }

  return list;
};

/**
 * Returns where the request comes from: the socket's address, or, as long as that is a trusted
 * proxy, the address that it names last. X-Forwarded-For of any other client is ignored. An IPv6
 * client owns a /64, which counts as one address.
 */
export const clientAddressOf = (request: IncomingMessage, trusted: BlockList): string => {
  let address = plain(request.socket.remoteAddress ?? '');
  const hops = forwardedFor(request);
  for (let hop = hops.pop(); hop !== undefined && isTrusted(address, trusted); hop = hops.pop())
    address = plain(hop.trim());

  return isIP(address) === 6 ? networkOf(address) : address;
};

const forwardedFor = ({ headers }: IncomingMessage): string[] => {
  const value = headers['x-forwarded-for'];

  return value === undefined ? [] : String(value).split(',');
};

const isTrusted = (address: string, trusted: BlockList): boolean => {
  const family = familyOf(address);

  return family !== null && trusted.check(address, family);
};

const familyOf = (address: string): 'ipv4' | 'ipv6' | null => {
  const version = isIP(address);
  if (version === 0) return null;

  return version === 4 ? 'ipv4' : 'ipv6';
};

/** IPv4 addresses of a socket that listens on IPv6 too come as `::ffff:1.2.3.4`. */
const plain = (address: string): string =>
  address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;

const networkOf = (address: string): string => {
  const [head = '', tail] = address.split('::', 2);
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? [] : Array<string>(8 - first.length - last.length).fill('0');

  return [...first, ...gap, ...last].slice(0, 4).join(':');
};
