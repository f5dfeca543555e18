import { assumptions, serviceNames } from './assumptions.js';
import type { Costs } from './costs.js';
import { batchesAt, type Ceiling, cpuOfPart, mostOf } from './model.js';

export type Sale = Readonly<{
  buyers: number;
  units: number;
  products: number;
  /** In which all buyers come, and in which the units are to be decided. */
  seconds: number;
  /** Per machine. */
  cores: number;
}>;

export type Fleet = Readonly<{
  clicksPerSecond: number;
  ordersPerSecond: number;
  refusalsPerSecond: number;
  instances: Readonly<Record<string, number>>;
  /** Cores that each part is busy with, all its instances together. */
  busy: Readonly<Record<string, number>>;
  machines: number;
  stores: Readonly<Record<string, number>>;
  buyersSee: Readonly<Record<string, number>>;
  /** Orders a second at which something ends that more instances do not help, lowest first. */
  ceilings: readonly Ceiling[];
}>;

type Name = (typeof serviceNames)[number];

/** One of them works, the other one stands by: see the run-book. */
const leaders: readonly Name[] = ['projector', 'bridge'];

/** How many of everything a sale needs, from measured costs. */
export const planFleet = (costs: Costs, sale: Sale): Fleet => {
  const rates = ratesOf(sale);
  const busy = busyCores(costs, rates);
  const instances = instancesOf(busy, rates, sale);
  const sum = Object.values(busy).reduce((total, cores) => total + cores, 0);

  return {
    ...rates,
    instances,
    busy,
    machines: Math.max(3, Math.ceil(sum / (sale.cores * assumptions.utilisation))),
    stores: storesOf(costs, rates, instances),
    buyersSee: buyersSee(costs, rates, sale),
    ceilings: lasting(costs, sale, instances),
  };
};

type Rates = Pick<Fleet, 'clicksPerSecond' | 'ordersPerSecond' | 'refusalsPerSecond'>;

const ratesOf = ({ buyers, units, seconds }: Sale): Rates => {
  const clicksPerSecond = buyers / seconds;
  const ordersPerSecond = Math.min(buyers, units) / seconds;

  return { clicksPerSecond, ordersPerSecond, refusalsPerSecond: clicksPerSecond - ordersPerSecond };
};

const busyCores = (costs: Costs, rates: Rates): Record<string, number> => {
  const rate = rates.ordersPerSecond;
  const batches = batchesAt(costs.batching, rate);

  return Object.fromEntries(
    Object.entries(costs.parts)
      .filter(([name]) => name !== 'buyers')
      .map(([name, cost]) => [
        name,
        cpuOfPart(cost, { rate, batches }) + (costs.refusal[name] ?? 0) * rates.refusalsPerSecond,
      ]),
  );
};

const instancesOf = (
  busy: Readonly<Record<string, number>>,
  { clicksPerSecond }: Rates,
  { buyers }: Sale,
): Record<string, number> => {
  const { utilisation, socketsPerNotifier, waitingPerOrders, waitSeconds } = assumptions;
  const beside: Partial<Record<Name, number>> = {
    notifier: Math.ceil(buyers / socketsPerNotifier),
    orders: Math.ceil((clicksPerSecond * waitSeconds) / waitingPerOrders),
  };
  const needed = (name: Name): number =>
    leaders.includes(name) ? 2 : Math.ceil((busy[name] ?? 0) / utilisation);

  return Object.fromEntries(
    serviceNames.map((name) => [name, Math.max(2, needed(name), beside[name] ?? 0)]),
  );
};

const storesOf = (
  { order, socketBytes }: Costs,
  { ordersPerSecond, clicksPerSecond }: Rates,
  instances: Readonly<Record<string, number>>,
): Record<string, number> => ({
  'event store: events/s': order.events * ordersPerSecond,
  'event store: MB/s, all copies': (order.eventBytes * ordersPerSecond * assumptions.copies) / 1e6,
  'Kafka: messages/s': order.messages * ordersPerSecond,
  'Kafka: MB/s, all copies': (order.kafkaBytes * ordersPerSecond * assumptions.copies) / 1e6,
  'Kafka: partitions per topic': assumptions.partitions,
  'Postgres: transactions/s (syncs of the disk, at most)': order.transactions * ordersPerSecond,
  'Postgres: GB per million orders': (order.postgresBytes * 1e6) / 1e9,
  'Postgres: connections': connectionsOf(instances),
  'front door: Mbit/s': (clicksPerSecond * assumptions.bytesPerClick * 8) / 1e6,
  'notifier: MB for sockets, each': (assumptions.socketsPerNotifier * socketBytes) / 1e6,
});

const connectionsOf = (instances: Readonly<Record<string, number>>): number =>
  serviceNames.reduce((sum, name) => sum + (instances[name] ?? 0) * assumptions.pool[name], 0);

const buyersSee = (
  { latency, batching }: Costs,
  rates: Rates,
  { buyers, units, seconds }: Sale,
) => ({
  'click to push of a winner, p50, ms':
    latency.aloneMs +
    (latency.windows * batching.mergeSeconds * 1000) / (1 - assumptions.utilisation),
  'winners, %': (100 * Math.min(buyers, units)) / buyers,
  'the last unit is sold after, s': Math.min(buyers, units) / rates.ordersPerSecond,
  'requests that wait for units at once, at most':
    Math.min(seconds, assumptions.waitSeconds) * rates.refusalsPerSecond,
});

/** Orders of one product are decided by one process; so are all events by one projector. */
const lasting = (
  { parts, order }: Costs,
  sale: Sale,
  instances: Readonly<Record<string, number>>,
): readonly Ceiling[] => {
  const { products, buyers, units } = sale;
  const { partitions, networkBitsPerSecond, bytesPerClick, copies } = assumptions;
  const thread = (name: string): number => {
    const cost = parts[name];

    return cost === undefined ? 0 : mostOf(cost, 1);
  };
  const shares = Math.min(products, partitions);
  const clicksPerOrder = buyers / Math.min(buyers, units);
  const ordersPerConnection = assumptions.postgresConnections / connectionsOf(instances);

  return [
    { resource: 'projector: one leads', perSecond: thread('projector') },
    { resource: 'bridge: one leads', perSecond: thread('bridge') },
    {
      resource: `inventory: ${shares === 1 ? 'one product, one partition' : `${shares} partitions`}`,
      perSecond: thread('inventory') * shares,
    },
    { resource: 'event store: one leader', perSecond: thread('eventStore') },
    {
      resource: 'network of the front door',
      perSecond: networkBitsPerSecond / 8 / (bytesPerClick * clicksPerOrder),
    },
    {
      resource: 'network of the event store',
      perSecond: networkBitsPerSecond / 8 / (order.eventBytes * copies),
    },
    {
      resource: 'connections to Postgres: max_connections, or a pooler',
      perSecond: ratesOf(sale).ordersPerSecond * ordersPerConnection,
    },
  ].sort((one, other) => one.perSecond - other.perSecond);
};
