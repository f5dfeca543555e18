import type { RequestListener } from 'node:http';
import { Socket } from 'node:net';
import { runAsMain, type Running } from '../../platform/process/index.js';
import type { InProcessUpstreams, TakeSocket } from '../../services/gateway/upstreams/dispatch.js';
import { stopping } from './stopping.js';

type Service = Running &
  Readonly<{
    handler?: RequestListener;
    takeSocket?: TakeSocket;
    beginStop?: () => void;
    accept?: (connection: Socket) => void;
  }>;

type Starter = (env: NodeJS.ProcessEnv, inProcess: InProcessUpstreams) => Promise<Service>;

/** Imported on demand: a process loads only the services that it runs. */
const starters = {
  gateway: async () => {
    const { startGateway } = await import('../../services/gateway/service.js');
    const { loadGatewayConfig } = await import('../../services/gateway/config.js');

    return (env, inProcess) => startGateway(loadGatewayConfig(env), inProcess);
  },
  auth: async () => {
    const { startAuth } = await import('../../services/auth/service.js');
    const { loadAuthConfig } = await import('../../services/auth/config.js');

    return (env) => startAuth(loadAuthConfig(env));
  },
  inventory: async () => {
    const { startInventory } = await import('../../services/inventory/service.js');
    const { loadInventoryConfig } = await import('../../services/inventory/config.js');

    return (env) => startInventory(loadInventoryConfig(env));
  },
  orders: async () => {
    const { startOrders } = await import('../../services/orders/service.js');
    const { loadOrdersConfig } = await import('../../services/orders/config.js');

    return (env) => startOrders(loadOrdersConfig(env));
  },
  notifier: async () => {
    const { startNotifier } = await import('../../services/notifier/service.js');
    const { loadNotifierConfig } = await import('../../services/notifier/config.js');

    return (env) => startNotifier(loadNotifierConfig(env));
  },
  projector: async () => {
    const { startProjector } = await import('../../services/projector/service.js');
    const { loadProjectorConfig } = await import('../../services/projector/config.js');

    return (env) => startProjector(loadProjectorConfig(env));
  },
  bridge: async () => {
    const { startBridge } = await import('../../services/bridge/service.js');
    const { loadBridgeConfig } = await import('../../services/bridge/config.js');

    return (env) => startBridge(loadBridgeConfig(env));
  },
  operations: async () => {
    const { startOperations } = await import('../../services/operations/service.js');
    const { loadOperationsConfig } = await import('../../services/operations/config.js');

    return (env) => startOperations(loadOperationsConfig(env));
  },
} as const satisfies Readonly<Record<string, () => Promise<Starter>>>;

type ServiceName = keyof typeof starters;

const isServiceName = (name: string): name is ServiceName => Object.hasOwn(starters, name);

/**
 * Several services in one process, which is what a small machine runs best. Whoever calls another
 * stops before it.
 */
const startGroup = async (names: readonly ServiceName[]): Promise<Running> => {
  const running = new Map<ServiceName, Service>();
  const stop = async () => {
    if (process.connected) process.send?.(stopping);
    for (const { beginStop } of running.values()) beginStop?.();
    await running.get('gateway')?.stop();
    await Promise.all([...running.values()].map((service) => service.stop()));
  };
  try {
    const ready = await Promise.all(
      names.map(async (name) => [name, await starters[name]()] as const),
    );
    for (const [name, start] of ready)
      running.set(name, await start(process.env, inProcessUpstreams(running)));
  } catch (error) {
    await stop();
    throw error;
  }

  serveConnections(running);

  return { url: null, stop };
};

/** The launcher listens for several gateways, and gives each its share. */
const serveConnections = (running: ReadonlyMap<ServiceName, Service>): void => {
  const { accept } = running.get('gateway') ?? {};
  if (accept !== undefined)
    process.on('message', (_, connection) => {
      // one that its client has ended meanwhile does not arrive
      if (connection instanceof Socket) accept(connection);
    });
};

const inProcessUpstreams = (running: ReadonlyMap<ServiceName, Service>): InProcessUpstreams => {
  const takeSocket = running.get('notifier')?.takeSocket;

  return {
    ...Object.fromEntries([...running].map(([name, { handler }]) => [name, handler])),
    ...(takeSocket !== undefined && { takeSocket }),
  };
};

const names = process.argv.slice(2).filter(isServiceName);

runAsMain(names.join('+'), () => startGroup(names));
