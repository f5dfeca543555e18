import { startTcpProxy, type TcpProxy } from './tcpProxy.js';

/**
 * A proxy in front of a broker, which tells its clients to come by the proxy again: a client of
 * Kafka goes to the address that the broker gives it.
 */
export const startKafkaProxy = async (address: string): Promise<TcpProxy> => {
  const [host = '', port = ''] = address.split(':');
  const proxy: TcpProxy = await startTcpProxy(Number(port), {
    host,
    rewriting: () =>
      rewriteFrames(addressOf(host, Number(port)), () => addressOf(host, proxy.port)),
  });

  return proxy;
};

/** Replaces `from` in each whole frame; both have one length. */
const rewriteFrames = (from: Buffer, to: () => Buffer) => {
  let rest = Buffer.alloc(0);

  return (chunk: Buffer): Buffer => {
    rest = Buffer.concat([rest, chunk]);
    const end = endOfFrames(rest);
    const whole = Buffer.from(rest.subarray(0, end));
    rest = rest.subarray(end);
    for (let at = whole.indexOf(from); at !== -1; at = whole.indexOf(from, at + 1))
      to().copy(whole, at);

    return whole;
  };
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
const addressOf = (host: string, port: number): Buffer => {
  const bytes = Buffer.alloc(2 + host.length + 4);
  bytes.writeInt16BE(host.length, 0);
  bytes.write(host, 2, 'latin1');
  bytes.writeInt32BE(port, 2 + host.length);

  return bytes;
};
