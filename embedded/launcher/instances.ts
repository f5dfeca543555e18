import { urlsOf, type ServiceUrls } from './environment.js';
import { type ServiceName, serviceNames } from './layout.js';
import { choosePorts } from './ports.js';

export type ServicePorts = Readonly<Record<ServiceName, number>>;

type Options = Readonly<{ instances?: number }>;

/**
 * Returns the ports of each instance. The first has those that were chosen, but for the gateway
 * where there are several: its port is the one address of all gateways.
 */
export const portsOfInstances = async (
  { instances = 1 }: Options,
  chosen: ServicePorts,
  host: string,
): Promise<readonly ServicePorts[]> => {
  if (instances === 1) return [chosen];
  const others = Array.from({ length: instances - 1 }, (_, at) =>
    serviceNames.map((name) => [`${name} ${at}`, anyPort] as const),
  );
  const wishes = Object.fromEntries([['gateway', anyPort], ...others.flat()]);
  const free = await choosePorts(wishes, {}, host);
  const portsOf = (at: number) =>
    Object.fromEntries(serviceNames.map((name) => [name, free[`${name} ${at}`]])) as ServicePorts;

  return [{ ...chosen, gateway: free['gateway'] ?? 0 }, ...others.map((_, at) => portsOf(at))];
};

const anyPort = { variable: '', port: 0 };

/** `orders`, or `orders-2` where there are several. */
export const nameOfInstance = (name: string, at: number, count: number): string =>
  count === 1 ? name : `${name}-${at + 1}`;

/** Where every instance of each service is reached. */
export type InstanceUrls = Readonly<Record<ServiceName, readonly string[]>>;

export const urlsOfInstances = (instances: readonly ServicePorts[], host: string): InstanceUrls => {
  const all = instances.map((ports) => urlsOf(ports, host));

  return Object.fromEntries(
    serviceNames.map((name) => [name, all.map((urls) => urls[name])]),
  ) as Record<ServiceName, string[]>;
};

/** As variables have them: comma-separated. */
export const joined = (urls: InstanceUrls): ServiceUrls =>
  Object.fromEntries(
    Object.entries(urls).map(([name, each]) => [name, each.join(',')]),
  ) as ServiceUrls;
