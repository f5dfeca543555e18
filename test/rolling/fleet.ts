import { expect } from 'chai';
import { eventually } from '../support/assertions/eventually.js';
import { askReady } from '../support/clients/ready.js';
import { type Balancer, startBalancer } from '../support/servers/balancer.js';
import { operatorVariables } from '../support/servers/instances/operator.js';
import {
  type ServiceName,
  type ServiceProcess,
  startServiceProcess,
} from '../support/servers/instances/serviceProcess.js';

export type Release = 'older' | 'newer';

type Environment = Readonly<Record<string, string>>;

/** The processes of both releases, each service behind one address. */
export type Fleet = Readonly<{
  gateway: string;
  /** Resolves when the process of that release is ready beside those that run. */
  join: (release: Release, name: ServiceName, own?: Environment) => Promise<void>;
  /** SIGTERM for that release's processes of the service; they must end with exit code 0. */
  retire: (release: Release, name: ServiceName) => Promise<void>;
  stop: () => Promise<void>;
}>;

type Member = Readonly<{ release: Release; name: ServiceName; process: ServiceProcess }>;

/** Readers of a stream before its writers: the order in which a release is replaced. */
export const readersFirst = [
  'projector',
  'orders',
  'inventory',
  'bridge',
  'notifier',
  'auth',
  'gateway',
] as const;

/** `folder` holds both releases; `stores` are the addresses of what they share. */
export const createFleet = async (folder: URL, stores: Environment): Promise<Fleet> => {
  const balancers = new Map<ServiceName, Balancer>();
  for (const name of readersFirst) balancers.set(name, await startBalancer());
  const upstreams = Object.fromEntries(
    [...balancers].map(([name, { url }]) => [`${name.toUpperCase()}_URL`, url] as const),
  );
  const environment: Environment = { ...operatorVariables(), ...stores, ...upstreams };
  let members: readonly Member[] = [];

  return {
    gateway: balancers.get('gateway')?.url ?? '',
    join: async (release, name, own = {}) => {
      const root = new URL(`${release}/`, folder);
      const started = await startServiceProcess(name, { ...environment, ...own }, root);
      members = [...members, { release, name, process: started }];
      await untilReady(started.url);
      balancers.get(name)?.add(started.url);
    },
    retire: async (release, name) => {
      const leaving = members.filter((one) => one.release === release && one.name === name);
      members = members.filter((one) => !leaving.includes(one));
      for (const { process: one } of leaving) balancers.get(name)?.remove(one.url);
      const codes = await Promise.all(leaving.map(({ process: one }) => one.end()));
      expect(codes, `exit codes of ${release} ${name}`).to.deep.equal(leaving.map(() => 0));
    },
    stop: async () => {
      await Promise.all(members.map(({ process: one }) => one.kill()));
      for (const { stop } of balancers.values()) await stop();
    },
  };
};

const untilReady = (url: string): Promise<void> =>
  eventually(async () => {
    const { status, body } = await askReady(url);
    expect(status, JSON.stringify(body)).to.equal(200);
  }, 60_000);
