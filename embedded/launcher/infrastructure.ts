import { join } from 'node:path';
import { shownAddress } from '../../platform/config/index.js';
import { hasRedis } from '../redis/index.js';
import { eventStoreNodeAddress } from './servers/eventStoreNodeAddress.js';
import { awaitServer } from './servers/awaitServer.js';
import type { Run } from './preparation.js';
import { type Addresses, type InfrastructureName, infrastructureNames } from './layout.js';

type Embedded = Readonly<{
  module: URL;
  what: string;
  address: (url: string | null, port: number, env: NodeJS.ProcessEnv) => string;
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
    address: (_, port, env) => eventStoreNodeAddress(port, env),
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

const titles: Readonly<Record<InfrastructureName, string>> = {
  postgres: 'Postgres',
  eventStore: 'Event store',
  kafka: 'Kafka',
  redis: 'Redis',
};

/** Starts what the environment does not name, and waits for what it names. */
export const startAllInfrastructure = async (run: Run): Promise<Addresses> => {
  const failing = new AbortController();
  const signal = AbortSignal.any([run.signal, failing.signal]);
  const entries = infrastructureNames.map(async (name) => {
    try {
      return [name, await startInfrastructure(name, { ...run, signal })] as const;
    } catch (error) {
      failing.abort(error);
      throw error;
    }
  });
  // what is still being started must be there to be stopped
  await Promise.allSettled(entries);
  failing.signal.throwIfAborted();

  return Object.fromEntries(await Promise.all(entries)) as Addresses;
};

/** Null: there is none, and the services work without. */
const startInfrastructure = async (name: InfrastructureName, run: Run): Promise<string | null> => {
  const { servers, signal, options } = run;
  const { env, report } = options;
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

  return startEmbedded(name, run);
};

const startEmbedded = async (
  name: InfrastructureName,
  { folder, ports, options, children }: Run,
): Promise<string> => {
  const { module, what, address } = embedded[name];
  const port = ports[name];
  const { start } = name === 'postgres' ? children.database : children.servers;
  const args = ['--port', String(port), '--dir', join(folder, name)];
  const { url } = await start({ name, module, args });
  options.report.part(titles[name], `${what} on ${port}`);

  return address(url, port, options.env);
};
