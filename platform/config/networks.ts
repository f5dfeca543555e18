import { BlockList, isIP } from 'node:net';

/** Where the processes of the same machine connect from. */
export const loopback: readonly string[] = ['127.0.0.0/8', '::1'];

/** Parses addresses, or networks as `address/bits`. Throws for what is neither. */
export const networks = (items: readonly string[]): BlockList => {
  const parsed = new BlockList();
  for (const item of items) {
    const [address = '', bits] = item.split('/', 2);
    const version = isIP(address);
    if (version === 0) throw new Error(`has "${item}", which is no address`);
    const longest = version === 4 ? 32 : 128;
    parsed.addSubnet(address, Number(bits ?? longest), version === 4 ? 'ipv4' : 'ipv6');
  }

  return parsed;
};
