import { startTcpProxy, type TcpProxy } from './tcpProxy.js';

export type KafkaProxies = Readonly<{
  /** Their addresses, in the order of the brokers. */
  addresses: readonly string[];
}> &
  Pick<TcpProxy, 'cut' | 'refuse' | 'stop'>;

/**
 * A proxy in front of each broker, which tells its clients to come by the proxies again: a client
 * of Kafka goes to the addresses that a broker gives it.
 */
export const startKafkaProxies = async (brokers: readonly string[]): Promise<KafkaProxies> => {
  const proxies: TcpProxy[] = [];
  const addresses: string[] = [];
  const rewriting = () => rewriteFrames(brokers.map(bytesOf), addresses.map(bytesOf));
  for (const broker of brokers) {
    const { hostname: host, port } = new URL(`tcp://${broker}`);
    const proxy = await startTcpProxy(Number(port), { host, rewriting });
    proxies.push(proxy);
    addresses.push(`${host}:${proxy.port}`);
  }

  const all = (how: 'cut' | 'refuse') => (): (() => void) => {
    const heals = proxies.map((proxy) => proxy[how]());

    return () => heals.forEach((heal) => heal());
  };

  return {
    addresses,
    cut: all('cut'),
    refuse: all('refuse'),
    stop: async () => {
      await Promise.all(proxies.map(({ stop }) => stop()));
    },
  };
};

/** In each whole frame, `to` takes the place of `from`; a pair has one length. */
const rewriteFrames = (from: readonly Buffer[], to: readonly Buffer[]) => {
  let rest = Buffer.alloc(0);

  return (chunk: Buffer): Buffer => {
    rest = Buffer.concat([rest, chunk]);
    const end = endOfFrames(rest);
    const whole = Buffer.from(rest.subarray(0, end));
    rest = rest.subarray(end);
    from.forEach((address, index) => replaceIn(whole, address, to[index] ?? address));

    return whole;
  };
};

const replaceIn = (whole: Buffer, from: Buffer, to: Buffer): void => {
  for (let at = whole.indexOf(from); at !== -1; at = whole.indexOf(from, at + 1))
    to.copy(whole, at);
};

const endOfFrames = (bytes: Buffer): number => {
  let end = 0;
  while (end + 4 <= bytes.length) {
    const next = end + 4 + bytes.readInt32BE(end);
    if (next > bytes.length) break;
    end = next;
  }

  return end;
};

/** As metadata has it: the host with its length before it, then the port. */
const bytesOf = (address: string): Buffer => {
  const { hostname, port } = new URL(`tcp://${address}`);
  const bytes = Buffer.alloc(2 + hostname.length + 4);
  bytes.writeInt16BE(hostname.length, 0);
  bytes.write(hostname, 2, 'latin1');
  bytes.writeInt32BE(Number(port), 2 + hostname.length);

  return bytes;
};
