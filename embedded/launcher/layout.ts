/** Every service with the variable of its port and the port that it prefers. */
export const services = {
  gateway: { variable: 'GATEWAY_PORT', port: 3000 },
  auth: { variable: 'AUTH_PORT', port: 3001 },
  inventory: { variable: 'INVENTORY_PORT', port: 3002 },
  orders: { variable: 'ORDERS_PORT', port: 3003 },
  notifier: { variable: 'NOTIFIER_PORT', port: 3004 },
  projector: { variable: 'PROJECTOR_PORT', port: 3005 },
  bridge: { variable: 'BRIDGE_PORT', port: 3006 },
  operations: { variable: 'OPERATIONS_PORT', port: 3007 },
} as const;

export type ServiceName = keyof typeof services;

export const serviceNames = Object.keys(services) as ServiceName[];

/**
 * The parts that a laptop lacks; an address in `external` names a server of one's own, which is
 * then used instead.
 */
export const infrastructure = {
  postgres: { variable: 'POSTGRES_PORT', port: 5432, external: 'DATABASE_URL' },
  eventStore: { variable: 'EVENTSTORE_PORT', port: 2113, external: 'EVENTSTORE_URL' },
  kafka: { variable: 'KAFKA_PORT', port: 9092, external: 'KAFKA_BROKERS' },
  redis: { variable: 'REDIS_PORT', port: 6379, external: 'REDIS_URL' },
} as const;

export type InfrastructureName = keyof typeof infrastructure;

export const infrastructureNames = Object.keys(infrastructure) as InfrastructureName[];

/** The addresses by which services find the rest, as their variables. */
export type Addresses = Readonly<Record<InfrastructureName, string | null>>;

/**
 * Which services share a process, see decision 22: every click passes the gateway and the orders,
 * which therefore call each other; the rest of the order pipeline works in `workers`. The gateway
 * comes last: it calls what runs already.
 */
export const fewProcesses: Readonly<Record<string, readonly ServiceName[]>> = {
  api: ['orders', 'notifier', 'gateway'],
  workers: ['auth', 'inventory', 'projector', 'bridge', 'operations'],
};

const onEveryClick: readonly ServiceName[] = ['gateway', 'orders'];

/** Whether every click waits for one of them. Other processes get a lower priority, decision 26. */
export const isOnEveryClick = (members: readonly ServiceName[]): boolean =>
  members.some((member) => onEveryClick.includes(member));

export const oneProcessEach: Readonly<Record<string, readonly ServiceName[]>> = Object.fromEntries(
  serviceNames.map((name) => [name, [name]]),
);
