import { connect } from 'node:net';
import { type Host, parseConnectionString } from '../../../platform/config/index.js';
import { type InfrastructureName, infrastructure } from '../layout.js';

/** The hosts of a server's address; [] where it has none, such as a socket file. */
export const hostsOf = (name: InfrastructureName, address: string): readonly Host[] => {
  switch (name) {
    case 'eventStore':
      return parseConnectionString(address).hosts;
    case 'kafka':
      return address.split(',').flatMap((broker) => hostOfUrl(`kafka://${broker}`, 9092));
    case 'postgres':
    case 'redis':
      return hostOfUrl(address, infrastructure[name].port);
  }
};

const hostOfUrl = (text: string, defaultPort: number): readonly Host[] => {
  const { hostname, port } = new URL(text);
  if (hostname === '' || hostname.includes('%')) return [];

  return [
    { address: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? defaultPort : Number(port) },
  ];
};

/** In milliseconds. */
const connectTimeoutMs = 2_000;

/** Why nobody listens at a host, such as `ECONNREFUSED 127.0.0.1:2113`; null when somebody does. */
export const unreachable = ({ address, port }: Host): Promise<string | null> =>
  new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: connectTimeoutMs });
    const end = (reason: string | null) => {
      socket.destroy();
      resolve(reason);
    };
    socket.once('connect', () => end(null));
    socket.once('timeout', () => end(`ETIMEDOUT ${address}:${port}`));
    socket.once('error', (error) => end(`${codeOf(error)} ${address}:${port}`));
  });

/** Node tries every address of a name, and collects what each of them said. */
const codeOf = (error: NodeJS.ErrnoException): string =>
  error.code ??
  (error instanceof AggregateError
    ? error.errors.map((one: NodeJS.ErrnoException) => one.code).find(Boolean)
    : undefined) ??
  error.message;
