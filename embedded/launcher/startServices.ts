import { adminOf, serviceEnvironment } from './environment.js';
import { type InstanceUrls, joined, nameOfInstance, urlsOfInstances } from './instances.js';
import {
  type Addresses,
  fewProcesses,
  isOnEveryClick,
  oneProcessEach,
  type ServiceName,
  serviceNames,
} from './layout.js';
import type { Run } from './preparation.js';
import type { Supervised } from '../supervisor/supervise.js';
import { untilReady, untilSettled } from './readiness.js';
import { smallHeap } from './smallHeap.js';

/** An order is taken with these; the others are started when they run, and decide it then. */
const onFirstOrder: ReadonlySet<ServiceName> = new Set(['gateway', 'orders', 'auth']);

type Group = readonly [name: string, members: readonly ServiceName[]];

export type Services = Readonly<{ urls: InstanceUrls; gateways: readonly Supervised[] }>;

/** Resolves when every service is ready; rejects with what one of them said last. */
export const startServices = async (run: Run, addresses: Addresses): Promise<Services> => {
  const { options, instances } = run;
  const urls = urlsOfInstances(instances, options.env['HOST'] ?? '127.0.0.1');
  const layout = Object.entries(options.processes ? oneProcessEach : fewProcesses);
  const isNeededFirst = ([, members]: Group) => members.some((member) => onFirstOrder.has(member));
  const startAll = (groups: readonly Group[]) =>
    Promise.all(
      instances.flatMap((_, at) =>
        groups.map(async ([name, members]) => ({
          members,
          child: await startProcess(run, { name, members, at, urls, addresses }),
        })),
      ),
    );
  const started = [
    ...(await startAll(layout.filter(isNeededFirst))),
    ...(await startAll(layout.filter((group) => !isNeededFirst(group)))),
  ];
  await Promise.all(
    instances.flatMap((_, at) => serviceNames.map((name) => reportReady(run, { name, at, urls }))),
  );
  const gateways = started.filter(({ members }) => members.includes('gateway'));

  return { urls, gateways: gateways.map(({ child }) => child) };
};

type Starting = Readonly<{
  name: string;
  members: readonly ServiceName[];
  /** Which of the instances. */
  at: number;
  urls: InstanceUrls;
  addresses: Addresses;
}>;

const startProcess = (run: Run, { name, members, at, urls, addresses }: Starting) => {
  const { options, instances, secrets, children, signal } = run;
  const { env } = options;
  const ports = instances[at] ?? run.ports;
  const admin = adminOf(env, secrets);
  const setting = { env, ports, urls: joined(urls), addresses, admin, secrets };
  const untilLowPriority = () =>
    untilSettled(
      members.map((member) => urls[member][at] ?? ''),
      signal,
    );

  // several show what production does, where nothing waits for the others
  const isLowPriority = instances.length === 1 && !isOnEveryClick(members);
  const heap = smallHeap(members);

  return children.services.start({
    name: nameOfInstance(name, at, instances.length),
    module: moduleOf(members, instances.length),
    args: members,
    nodeOptions: heap.nodeOptions,
    env: {
      ...heap.env,
      ...(instances.length > 1 && { DRAIN_MS: drainMs }),
      ...serviceEnvironment(setting, members),
    },
    ...(isLowPriority && { untilLowPriority }),
  });
};

/** Long enough for gateways that look every second. */
const drainMs = '2000';

type Shown = Readonly<{ name: ServiceName; at: number; urls: InstanceUrls }>;

const reportReady = async (run: Run, { name, at, urls }: Shown): Promise<void> => {
  const { options, instances, progress, signal } = run;
  const { report } = options;
  const shown = nameOfInstance(name, at, instances.length);
  const reasons = await untilReady(shown, urls[name][at] ?? '', { progress, signal });
  const { projection, ...others } = reasons;
  const ready = `ready on ${instances[at]?.[name] ?? 0}`;
  report.part(shown, projection === undefined ? ready : `${halted}: ${projection}`);
  for (const [what, reason] of Object.entries(others)) report.part(shown, `${what}: ${reason}`);
};

const halted = 'halted, no order is decided (docs/operations/projector-halts.md)';

/**
 * A service alone runs by its own `main`, as it does in production; not one of several gateways,
 * which takes connections from here.
 */
const moduleOf = (members: readonly ServiceName[], instances: number): URL =>
  members.length === 1 && members[0] !== undefined && !(instances > 1 && members[0] === 'gateway')
    ? new URL(`../../services/${members[0]}/main.js`, import.meta.url)
    : new URL('../supervisor/group.js', import.meta.url);
