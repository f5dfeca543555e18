import { eventually } from '../../assertions/eventually.js';
import { askReady, isWhole } from '../../clients/ready.js';
import { type OwnServers, startOwnServers } from '../ownServers.js';
import { startKafkaProxies } from '../kafkaProxies.js';
import { startTcpProxy, type TcpProxy } from '../tcpProxy.js';
import { admin, operatorVariables } from './operator.js';
import { type ServiceName, type ServiceProcess, startServiceProcess } from './serviceProcess.js';

/** Services of which one process leads. */
export const leadingServices = ['projector', 'bridge'] as const;

/** Services whose processes share the partitions of Kafka. */
export const consumingServices = ['orders', 'inventory', 'notifier'] as const;

export type LeadingService = (typeof leadingServices)[number];

export type ConsumingService = (typeof consumingServices)[number];

/** One of the two processes of a service, and its ways to the servers. */
export type Instance = ServiceProcess &
  Readonly<{
    /** Cuts it off from Postgres, the event store and Kafka; returns what heals that. */
    cut: () => () => void;
  }>;

export type TwoInstances = Readonly<{
  gateways: readonly string[];
  leading: Readonly<Record<LeadingService, readonly Instance[]>>;
  consuming: readonly Readonly<Record<ConsumingService, Instance>>[];
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
    const startInstance = (name: ServiceName) => startWithWays(name, stores, { start, endings });
    const leading = {
      projector: await twice(() => startInstance('projector')),
      bridge: await twice(() => startInstance('bridge')),
    };
    const fronts = await twice(() => startFront(start, startInstance));
    await Promise.all(fronts.map(({ gateway }) => untilReady(gateway)));

    return {
      gateways: fronts.map(({ gateway }) => gateway),
      consuming: fronts.map(({ consuming }) => consuming),
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

/** A process whose ways to Postgres, to the event store and to Kafka can be cut. */
const startWithWays = async (
  name: ServiceName,
  stores: OwnServers['variables'],
  { start, endings }: Readonly<{ start: Start; endings: (() => Promise<void>)[] }>,
): Promise<Instance> => {
  const proxied = async (variable: 'DATABASE_URL' | 'EVENTSTORE_URL') => {
    const url = new URL(stores[variable]);
    const proxy = await startTcpProxy(Number(url.port));
    url.port = String(proxy.port);

    return { variable, value: url.href, proxy };
  };
  const brokers = async () => {
    const proxy = await startKafkaProxies(stores.KAFKA_BROKERS.split(','));

    return { variable: 'KAFKA_BROKERS', value: proxy.addresses.join(','), proxy };
  };
  const ways: readonly Way[] = [
    await proxied('DATABASE_URL'),
    await proxied('EVENTSTORE_URL'),
    await brokers(),
  ];
  endings.push(...ways.map(({ proxy }) => proxy.stop));
  const service = await start(
    name,
    Object.fromEntries(ways.map(({ variable, value }) => [variable, value])),
  );

  return {
    ...service,
    cut: () => {
      const heals = ways.map(({ proxy }) => proxy.cut());

      return () => heals.forEach((heal) => heal());
    },
  };
};

type Way = Readonly<{
  variable: string;
  value: string;
  proxy: Pick<TcpProxy, 'cut' | 'stop'>;
}>;

type Front = Readonly<{ gateway: string; consuming: Readonly<Record<ConsumingService, Instance>> }>;

/** The services that a gateway calls, and the gateway. */
const startFront = async (
  start: Start,
  startInstance: (name: ConsumingService) => Promise<Instance>,
): Promise<Front> => {
  const [auth, operations, orders, inventory, notifier] = await Promise.all([
    start('auth'),
    start('operations'),
    startInstance('orders'),
    startInstance('inventory'),
    startInstance('notifier'),
  ]);
  const consuming = { orders, inventory, notifier };
  const upstreams = Object.entries({ auth, operations, ...consuming });
  const gateway = await start(
    'gateway',
    Object.fromEntries(upstreams.map(([name, { url }]) => [`${name.toUpperCase()}_URL`, url])),
  );

  return { gateway: gateway.url, consuming };
};

const untilReady = (url: string): Promise<void> =>
  eventually(async () => {
    const answer = await askReady(url);
    if (!isWhole(answer)) throw new Error(`${url} is not ready: ${JSON.stringify(answer.body)}`);
  }, 120_000);
