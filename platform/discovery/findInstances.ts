import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';

/**
 * One process of a service. `address`: the IP address that its name stands for; null where the name
 * stands for one alone, and each connection looks it up.
 */
export type Instance = Readonly<{ url: string; address: string | null }>;

/** Returns the IP addresses of a host. */
type Resolve = (host: string) => Promise<readonly Readonly<{ address: string; family: number }>[]>;

const resolveAll: Resolve = (host) => lookup(host, { all: true });

/**
 * Returns every process behind the URLs: a name that resolves to several addresses, as a headless
 * Service of Kubernetes or a replicated service of compose does, stands for one process at each.
 * Rejects when a name cannot be resolved.
 */
export const findInstances = async (
  urls: readonly string[],
  resolve: Resolve = resolveAll,
): Promise<readonly Instance[]> => {
  const found = await Promise.all(
    urls.map(async (url) => {
      const addresses = isNamed(url) ? await addressesOf(url, resolve) : [];

      return addresses.length > 1
        ? addresses.map((address) => ({ url, address }))
        : [{ url, address: null }];
    }),
  );

  return found.flat();
};

/**
 * Whether the host of the URL has to be resolved, and may stand for several. What speaks TLS is
 * one: its certificate has its name.
 */
export const isNamed = (url: string): boolean => {
  const { protocol, hostname } = new URL(url);
  const isAddress = isIP(hostname.replaceAll(/[[\]]/g, '')) !== 0;

  return protocol === 'http:' && hostname !== 'localhost' && !isAddress;
};

/** A host with addresses of both families is the same by either. */
const addressesOf = async (url: string, resolve: Resolve): Promise<readonly string[]> => {
  const all = await resolve(new URL(url).hostname);
  const ofFamily = (wanted: number) =>
    all.filter(({ family }) => family === wanted).map(({ address }) => address);
  const [ip4, ip6] = [ofFamily(4), ofFamily(6)];

  return [...new Set(ip4.length > 0 ? ip4 : ip6)].sort();
};

/** Where the process is reached, by its address where it has one; without a path. */
export const urlOfInstance = ({ url, address }: Instance): string => {
  const { origin, protocol, port } = new URL(url);
  if (address === null) return origin;
  const host = address.includes(':') ? `[${address}]` : address;

  return `${protocol}//${host}${port === '' ? '' : `:${port}`}`;
};
