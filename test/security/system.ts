import { randomUUID } from 'node:crypto';
import type { Running } from '../../platform/process/index.js';
import { loadAuthConfig } from '../../services/auth/config.js';
import { startAuth } from '../../services/auth/service.js';
import { generateSigningKey } from '../../services/auth/signingKeys/signingKey.js';
import { loadBridgeConfig } from '../../services/bridge/config.js';
import { startBridge } from '../../services/bridge/service.js';
import { loadGatewayConfig } from '../../services/gateway/config.js';
import { startGateway } from '../../services/gateway/service.js';
import { loadInventoryConfig } from '../../services/inventory/config.js';
import { startInventory } from '../../services/inventory/service.js';
import { loadNotifierConfig } from '../../services/notifier/config.js';
import { startNotifier } from '../../services/notifier/service.js';
import { loadOperationsConfig } from '../../services/operations/config.js';
import { startOperations } from '../../services/operations/service.js';
import { loadOrdersConfig } from '../../services/orders/config.js';
import { startOrders } from '../../services/orders/service.js';
import { loadProjectorConfig } from '../../services/projector/config.js';
import { startProjector } from '../../services/projector/service.js';
import { eventually } from '../support/assertions/eventually.js';
import { call } from '../support/clients/http.js';
import { askReady, isWhole } from '../support/clients/ready.js';
import { startStores, type Stores } from './stores.js';

export const admin = { email: 'admin@quicksale.test', password: 'a long word of the operator' };

/** Every service, but no stores of its own. */
export type Services = Readonly<{
  /** What the services were started with, to start more of them. */
  environment: Environment;
  urls: Readonly<
    Record<'auth' | 'inventory' | 'orders' | 'notifier' | 'operations' | 'gateway', string>
  >;
  adminToken: () => Promise<string>;
  startGateway: (environment?: Environment) => Promise<Service>;
  startNotifier: () => Promise<Service>;
  startInventory: () => Promise<Service>;
  stop: () => Promise<void>;
}>;

/** Every service, on an event store, a broker and a database of its own. */
export type System = Services & Stores;

export type Service = Readonly<{ url: string; stop: () => Promise<void> }>;

type Environment = Readonly<Record<string, string>>;

export type ServiceName =
  'auth' | 'bridge' | 'gateway' | 'inventory' | 'notifier' | 'operations' | 'orders' | 'projector';

/** Orders are taken however long others wait undecided meanwhile. */
const admitting = { ADMISSION_MAX_LAG_MS: '600000' };

const noLimits = Object.fromEntries(
  ['LOGIN', 'REGISTER', 'ORDERS', 'RESERVE', 'PAYMENTS', 'DEFAULT'].map((one) => [
    `RATE_LIMIT_${one}`,
    'off',
  ]),
);

const anyPort = Object.fromEntries(
  ['GATEWAY', 'AUTH', 'INVENTORY', 'ORDERS', 'NOTIFIER', 'PROJECTOR', 'BRIDGE', 'OPERATIONS'].map(
    (one) => [`${one}_PORT`, '0'],
  ),
);

/**
 * Starts all of it within this process and waits until it is ready. Rate limits are off unless
 * given.
 */
export const startSystem = async (given: Environment = {}): Promise<System> => {
  const stores = await startStores();
  const services = await startServices({ ...stores.environment, ...given });

  return {
    ...stores,
    ...services,
    stop: async () => {
      await services.stop();
      await stores.stop();
    },
  };
};

/** The services alone; `given` names the stores, `own` is what a service gets in its place. */
export const startServices = async (
  given: Environment,
  own: Partial<Record<ServiceName, Environment>> = {},
): Promise<Services> => {
  const environment = { ...anyPort, ...noLimits, ...secrets(), ...admitting, ...given };
  const start = startersOf(environment, own);
  const [auth, inventory, orders, notifier, projector, bridge] = await Promise.all([
    start.auth(),
    start.inventory(),
    start.orders(),
    start.notifier(),
    start.projector(),
    start.bridge(),
  ]);
  const measured = {
    AUTH_URL: auth.url,
    INVENTORY_URL: inventory.url,
    ORDERS_URL: orders.url,
    NOTIFIER_URL: notifier.url,
    PROJECTOR_URL: projector.url,
    BRIDGE_URL: bridge.url,
  };
  const operations = await start.operations(measured);
  const others = [projector, bridge];
  const upstreams = {
    AUTH_URL: auth.url,
    INVENTORY_URL: inventory.url,
    ORDERS_URL: orders.url,
    NOTIFIER_URL: notifier.url,
    OPERATIONS_URL: operations.url,
  };
  const gateway = await start.gateway(upstreams);
  const services = { auth, inventory, orders, notifier, operations, gateway };

  return {
    environment: { ...environment, ...upstreams },
    urls: {
      auth: auth.url,
      inventory: inventory.url,
      orders: orders.url,
      notifier: notifier.url,
      operations: operations.url,
      gateway: gateway.url,
    },
    adminToken: () => adminTokenAt(auth.url),
    startGateway: (more = {}) => start.gateway({ ...upstreams, ...more }),
    startNotifier: start.notifier,
    startInventory: start.inventory,
    stop: async () => {
      await Promise.all([...Object.values(services), ...others].map(({ stop }) => stop()));
    },
  };
};

const secrets = (): Environment => ({
  AUTH_SIGNING_KEY: generateSigningKey(),
  REFRESH_TOKEN_SECRET: `${randomUUID()}${randomUUID()}`,
  PAYMENT_WEBHOOK_SECRET: `${randomUUID()}${randomUUID()}`,
  BCRYPT_COST: '4',
  ADMIN_EMAIL: admin.email,
  ADMIN_PASSWORD: admin.password,
  LOG_LEVEL: 'silent',
});

const startersOf = (environment: Environment, own: Partial<Record<ServiceName, Environment>>) => {
  const configOf = (name: ServiceName) => ({ ...environment, ...own[name] });
  const options = { onCrash: () => undefined };

  return {
    auth: () => untilReady(startAuth(loadAuthConfig(configOf('auth')))),
    inventory: () =>
      untilReady(startInventory(loadInventoryConfig(configOf('inventory')), options)),
    orders: () => untilReady(startOrders(loadOrdersConfig(configOf('orders')), options)),
    notifier: () => untilReady(startNotifier(loadNotifierConfig(configOf('notifier')), options)),
    projector: () => untilReady(startProjector(loadProjectorConfig(configOf('projector')))),
    bridge: () => untilReady(startBridge(loadBridgeConfig(configOf('bridge')), options)),
    operations: (more: Environment) =>
      untilReady(
        startOperations(loadOperationsConfig({ ...configOf('operations'), ...more }), options),
      ),
    gateway: (more: Environment) =>
      untilReady(startGateway(loadGatewayConfig({ ...configOf('gateway'), ...more }))),
  };
};

const untilReady = async (starting: Promise<Running>): Promise<Service> => {
  const { url, stop } = await starting;
  if (url === null) throw new Error('A service without an address');
  await eventually(async () => {
    const answer = await askReady(url);
    if (!isWhole(answer)) throw new Error(`${url} is not ready: ${JSON.stringify(answer.body)}`);
  }, 60_000);

  return { url, stop };
};

/** A new access token of the admin; any address that serves auth will do. */
export const adminTokenAt = async (url: string): Promise<string> => {
  const { body } = await call(`${url}/api/auth/login`, { body: admin });

  return String(body['accessToken']);
};
