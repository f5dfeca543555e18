import { join } from 'node:path';
import { shownAddress } from '../../platform/config/index.js';
import { hasRedis } from '../redis/index.js';
import { awaitServer } from './servers/awaitServer.js';
import type { ChildSpecification } from '../supervisor/child.js';
import type { Report } from './report.js';
import type { Servers } from '../../operations/servers.js';
import type { InfrastructureName } from './layout.js';
import type { Supervised } from '../supervisor/supervise.js';

export type StartChild = (
  child: Omit<ChildSpecification, 'env' | 'logFile' | 'onNotice'> &
    Readonly<{ env?: NodeJS.ProcessEnv }>,
) => Promise<Supervised>;

/** The addresses by which services find the rest, as their variables. */
export type Addresses = Readonly<Record<InfrastructureName, string | null>>;

type Embedded = Readonly<{
  module: URL;
  what: string;
  address: (url: string | null, port: number) => string;
}>;

const embedded: Readonly<Record<InfrastructureName, Embedded>> = {
  postgres: {
    module: new URL('../postgres/main.js', import.meta.url),
    what: 'embedded server',
    address: (url) => url ?? '',
  },
  eventStore: {
    module: new URL('../eventStoreNode/main.js', import.meta.url),
    what: 'embedded EventStoreDB node',
    address: (_, port) => `esdb://127.0.0.1:${port}?tls=false`,
  },
  kafka: {
    module: new URL('../kafkaBroker/main.js', import.meta.url),
    what: 'embedded broker',
    address: (_, port) => `127.0.0.1:${port}`,
  },
  redis: {
    module: new URL('../redis/main.js', import.meta.url),
    what: 'redis-server of this machine',
    address: (_, port) => `redis://127.0.0.1:${port}`,
  },
};

export const titles: Readonly<Record<InfrastructureName, string>> = {
  postgres: 'Postgres',
  eventStore: 'Event store',
  kafka: 'Kafka',
  redis: 'Redis',
};

export type InfrastructureOptions = Readonly<{
  folder: string;
  ports: Readonly<Record<InfrastructureName, number>>;
  servers: Servers;
  env: NodeJS.ProcessEnv;
  report: Report;
  signal: AbortSignal;
  startChild: StartChild;
}>;

/** The server that the environment names, else an embedded one on its port; null: there is none, and it can be missed. */
export const startInfrastructure = async (
  name: InfrastructureName,
  options: InfrastructureOptions,
): Promise<string | null> => {
  const { ports, servers, report, env, signal } = options;
  const server = servers[name];
  if (server !== null) {
    await awaitServer(name, server, { title: titles[name], env, report, signal });
    report.part(titles[name], `yours, ${shownAddress(server)}`);

    return server;
  }
  if (name === 'redis' && !hasRedis()) {
    report.part(titles[name], 'none: no redis-server here and no REDIS_URL');

    return null;
  }

  return startEmbedded(name, ports[name], options);
};

const startEmbedded = async (
  name: InfrastructureName,
  port: number,
  { folder, report, startChild }: InfrastructureOptions,
): Promise<string> => {
  const { module, what, address } = embedded[name];
  const args = ['--port', String(port), '--dir', join(folder, name)];
  const { url } = await startChild({ name, module, args });
  report.part(titles[name], `${what} on ${port}`);

  return address(url, port);
};
