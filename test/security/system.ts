import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startKafkaBroker } from '../../embedded/kafkaBroker/index.js';
import { connectEventStore, type EventStore } from '../../platform/eventStore/index.js';
import type { Running } from '../../platform/lifecycle/index.js';
import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { loadAuthConfig } from '../../services/auth/config.js';
import { startAuth } from '../../services/auth/service.js';
import { generateSigningKey } from '../../services/auth/signingKey.js';
import { loadBridgeConfig } from '../../services/bridge/config.js';
import { startBridge } from '../../services/bridge/service.js';
import { loadGatewayConfig } from '../../services/gateway/config.js';
import { startGateway } from '../../services/gateway/service.js';
import { loadInventoryConfig } from '../../services/inventory/config.js';
import { startInventory } from '../../services/inventory/service.js';
import { loadNotifierConfig } from '../../services/notifier/config.js';
import { startNotifier } from '../../services/notifier/service.js';
import { loadOrdersConfig } from '../../services/orders/config.js';
import { startOrders } from '../../services/orders/service.js';
import { loadProjectorConfig } from '../../services/projector/config.js';
import { startProjector } from '../../services/projector/service.js';
import { eventually } from '../support/eventually.js';
import { call } from '../support/http.js';
import { startOwnEventStore } from '../support/ownEventStore.js';
import { freshDatabase } from '../support/postgres.js';

const admin = { email: 'admin@quicksale.test', password: 'a long word of the operator' };

/** Every service, on an event store, a broker and a database of its own. */
export type System = Readonly<{
  database: Database;
  eventStore: EventStore;
  brokers: readonly string[];
  /** What the services were started with, to start more of them. */
  environment: Readonly<Record<string, string>>;
  urls: Readonly<Record<'auth' | 'inventory' | 'orders' | 'notifier' | 'gateway', string>>;
  adminToken: () => Promise<string>;
  startGateway: (environment?: Environment) => Promise<Service>;
  startNotifier: () => Promise<Service>;
  startInventory: () => Promise<Service>;
  stop: () => Promise<void>;
}>;

export type Service = Readonly<{ url: string; stop: () => Promise<void> }>;

type Environment = Readonly<Record<string, string>>;

const silent = createLogger({ name: 'test', level: 'silent' });

const noLimits = Object.fromEntries(
  ['LOGIN', 'REGISTER', 'ORDERS', 'RESERVE', 'DEFAULT'].map((one) => [`RATE_LIMIT_${one}`, 'off']),
);

const anyPort = Object.fromEntries(
  ['GATEWAY', 'AUTH', 'INVENTORY', 'ORDERS', 'NOTIFIER', 'PROJECTOR', 'BRIDGE'].map((one) => [
    `${one}_PORT`,
    '0',
  ]),
);

/** Starts all of it within this process and waits until it is ready. Rate limits are off unless given. */
export const startSystem = async (given: Environment = {}): Promise<System> => {
  const stores = await startStores();
  const environment = { ...anyPort, ...noLimits, ...stores.environment, ...secrets(), ...given };
  const start = startersOf(environment);
  const [auth, inventory, orders, notifier, ...others] = await Promise.all([
    start.auth(),
    start.inventory(),
    start.orders(),
    start.notifier(),
    start.projector(),
    start.bridge(),
  ]);
  const upstreams = {
    AUTH_URL: auth.url,
    INVENTORY_URL: inventory.url,
    ORDERS_URL: orders.url,
    NOTIFIER_URL: notifier.url,
  };
  const gateway = await start.gateway(upstreams);
  const services = [gateway, auth, inventory, orders, notifier, ...others];

  return {
    ...stores,
    environment: { ...environment, ...upstreams },
    urls: {
      auth: auth.url,
      inventory: inventory.url,
      orders: orders.url,
      notifier: notifier.url,
      gateway: gateway.url,
    },
    adminToken: () => logIn(auth.url),
    startGateway: (more = {}) => start.gateway({ ...upstreams, ...more }),
    startNotifier: start.notifier,
    startInventory: start.inventory,
    stop: async () => {
      await Promise.all(services.map((service) => service.stop()));
      await stores.stop();
    },
  };
};

const secrets = (): Environment => ({
  AUTH_SIGNING_KEY: generateSigningKey(),
  REFRESH_TOKEN_SECRET: `${randomUUID()}${randomUUID()}`,
  BCRYPT_COST: '4',
  ADMIN_EMAIL: admin.email,
  ADMIN_PASSWORD: admin.password,
  LOG_LEVEL: 'silent',
});

type Stores = Pick<System, 'database' | 'eventStore' | 'brokers' | 'environment' | 'stop'>;

const startStores = async (): Promise<Stores> => {
  const dir = await mkdtemp(join(tmpdir(), 'quicksale-system-'));
  const [databaseUrl, broker, node] = await Promise.all([
    freshDatabase(),
    startKafkaBroker({ dir }),
    startOwnEventStore(),
  ]);
  const database = connectDatabase({ url: databaseUrl, logger: silent });
  const eventStore = connectEventStore(node.url, silent);
  const brokers = [`127.0.0.1:${broker.port}`];

  return {
    database,
    eventStore,
    brokers,
    environment: {
      DATABASE_URL: databaseUrl,
      EVENTSTORE_URL: node.url,
      KAFKA_BROKERS: brokers.join(','),
    },
    stop: async () => {
      await Promise.all([database.stop(), eventStore.stop()]);
      await Promise.all([broker.stop(), node.stop()]);
      await rm(dir, { recursive: true, force: true });
    },
  };
};

const startersOf = (environment: Environment) => {
  const config = { ...environment };
  const options = { onCrash: () => undefined };

  return {
    auth: () => untilReady(startAuth(loadAuthConfig(config))),
    inventory: () => untilReady(startInventory(loadInventoryConfig(config), options)),
    orders: () => untilReady(startOrders(loadOrdersConfig(config), options)),
    notifier: () => untilReady(startNotifier(loadNotifierConfig(config), options)),
    projector: () => untilReady(startProjector(loadProjectorConfig(config))),
    bridge: () => untilReady(startBridge(loadBridgeConfig(config), options)),
    gateway: (more: Environment) =>
      untilReady(startGateway(loadGatewayConfig({ ...config, ...more }))),
  };
};

const untilReady = async (starting: Promise<Running>): Promise<Service> => {
  const { url, stop } = await starting;
  if (url === null) throw new Error('A service without an address');
  await eventually(async () => {
    const { status, body } = await call(`${url}/ready`);
    if (status !== 200) throw new Error(`${url} is not ready: ${JSON.stringify(body)}`);
  }, 60_000);

  return { url, stop };
};

const logIn = async (authUrl: string): Promise<string> => {
  const { body } = await call(`${authUrl}/api/auth/login`, { body: admin });

  return String(body['accessToken']);
};
