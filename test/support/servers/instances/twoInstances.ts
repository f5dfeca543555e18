import { eventually } from '../../assertions/eventually.js';
import { askReady, isWhole } from '../../clients/ready.js';
import { startOwnServers } from '../ownServers.js';
import { startTcpProxy } from '../tcpProxy.js';
import { admin, operatorVariables } from './operator.js';
import { type ServiceName, type ServiceProcess, startServiceProcess } from './serviceProcess.js';

export const leadingServices = ['projector', 'bridge'] as const;

export type LeadingService = (typeof leadingServices)[number];

/** One of the two processes of a service that has one leader. */
export type LeadingProcess = ServiceProcess &
  Readonly<{
    /** Cuts it off from Postgres and the event store; returns what heals that. */
    cut: () => () => void;
  }>;

export type TwoInstances = Readonly<{
  gateways: readonly string[];
  leading: Readonly<Record<LeadingService, readonly LeadingProcess[]>>;
  brokers: readonly string[];
  databaseUrl: string;
  admin: Readonly<{ email: string; password: string }>;
  stop: () => Promise<void>;
}>;

type Environment = Readonly<Record<string, string>>;

/**
 * Two processes of every service, on an event store and a Postgres of their own, and on the Kafka
 * of KAFKA_BROKERS and the Redis of REDIS_URL where these are given.
 */
export const startTwoInstances = async (): Promise<TwoInstances> => {
  const endings: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of endings.splice(0).reverse()) await end();
  };
  try {
    const servers = await startOwnServers();
    endings.push(servers.stop);
    const stores = servers.variables;
    const environment = { ...operatorVariables(), ...stores };
    const start = async (name: ServiceName, own: Environment = {}) => {
      const service = await startServiceProcess(name, { ...environment, ...own });
      endings.push(service.kill);

      return service;
    };
    const leading = {
      projector: await twice(() => startLeading('projector', environment, { start, endings })),
      bridge: await twice(() => startLeading('bridge', environment, { start, endings })),
    };
    const gateways = await twice(() => startFront(start));
    await Promise.all(gateways.map(untilReady));

    return {
      gateways,
      leading,
      brokers: stores.KAFKA_BROKERS.split(','),
      databaseUrl: stores.DATABASE_URL,
      admin,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

const twice = async <T>(work: () => Promise<T>): Promise<T[]> => [await work(), await work()];

type Start = (name: ServiceName, own?: Environment) => Promise<ServiceProcess>;

/** A process whose ways to Postgres and to the event store can be cut. */
const startLeading = async (
  name: LeadingService,
  environment: Environment,
  { start, endings }: Readonly<{ start: Start; endings: (() => Promise<void>)[] }>,
): Promise<LeadingProcess> => {
  const ways = await Promise.all(
    (['DATABASE_URL', 'EVENTSTORE_URL'] as const).map(async (variable) => {
      const url = new URL(environment[variable] ?? '');
      const proxy = await startTcpProxy(Number(url.port));
      endings.push(proxy.stop);
      url.port = String(proxy.port);

      return { variable, url: url.href, proxy };
    }),
  );
  const service = await start(
    name,
    Object.fromEntries(ways.map(({ variable, url }) => [variable, url])),
  );

  return {
    ...service,
    cut: () => {
      const heals = ways.map(({ proxy }) => proxy.cut());

      return () => heals.forEach((heal) => heal());
    },
  };
};

/** The services that a gateway calls, and the gateway. */
const startFront = async (start: Start): Promise<string> => {
  const names = ['auth', 'inventory', 'orders', 'notifier', 'operations'] as const;
  const upstreams = await Promise.all(names.map((name) => start(name)));
  const urls = names.map((name, index) => [
    `${name.toUpperCase()}_URL`,
    upstreams[index]?.url ?? '',
  ]);

  return (await start('gateway', Object.fromEntries(urls) as Environment)).url;
};

const untilReady = (url: string): Promise<void> =>
  eventually(async () => {
    const answer = await askReady(url);
    if (!isWhole(answer)) throw new Error(`${url} is not ready: ${JSON.stringify(answer.body)}`);
  }, 120_000);
