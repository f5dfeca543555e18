import { migrate } from '../../migrations/migrate.js';
import { type FinalError, once } from '../../platform/process/index.js';
import { type Admin, createCatalogue } from './catalogue.js';
import { lockDataFolder, openDataFolder, openSecrets } from './dataFolder.js';
import { removeEndpoints, writeEndpoints } from './endpoints.js';
import { adminOf, serviceEnvironment, type ServiceUrls, urlsOf } from './environment.js';
import { type Addresses, startInfrastructure } from './infrastructure.js';
import { endLeftovers, recordProcesses } from '../host/processRecord.js';
import { createParts, type Parts } from '../supervisor/children.js';
import { choosePorts } from './ports.js';
import { untilReady } from './readiness.js';
import type { Report } from './report.js';
import type { Endpoints, Secrets } from '../../operations/dataFolder.js';
import { type Servers, serversOf } from '../../operations/servers.js';
import {
  fewProcesses,
  infrastructure,
  type InfrastructureName,
  infrastructureNames,
  onEveryClick,
  oneProcessEach,
  type ServiceName,
  serviceNames,
  services,
} from './layout.js';

export type QuickSaleOptions = Readonly<{
  env: NodeJS.ProcessEnv;
  /** Every service a process of its own. */
  processes: boolean;
  report: Report;
  /** Called when a part has ended that no restart would help, also in the middle of the start. */
  onFailed?: (reason: FinalError) => void;
}>;

export type QuickSale = Readonly<{
  folder: string;
  endpoints: Endpoints;
  admin: Admin;
  /** The admin's password was made by this start. */
  isNewAdmin: boolean;
}>;

export type Starting = Readonly<{
  /** Rejects with a sentence for the user; everything is stopped by then. */
  started: Promise<QuickSale>;
  /** Ends all parts in order, also in the middle of the start: services, then what they stand on. */
  stop: () => Promise<void>;
}>;

type Run = Readonly<{
  options: QuickSaleOptions;
  folder: string;
  secrets: Secrets & Readonly<{ isNew: boolean }>;
  servers: Servers;
  ports: Readonly<Record<ServiceName | InfrastructureName, number>>;
  upper: Parts;
  lower: Parts;
  base: Parts;
  signal: AbortSignal;
}>;

/** Starts all of QuickSale as supervised processes; this process itself runs none of it. */
export const startQuickSale = (options: QuickSaleOptions): Starting => {
  const aborting = new AbortController();
  const endings: (() => Promise<void>)[] = [];
  const stop = once(async () => {
    aborting.abort(new Error('stopped while starting'));
    await running.catch(() => undefined);
    for (const end of endings.reverse()) await end();
  });
  const running = start(options, endings, aborting.signal);
  const started = running.catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  started.catch(() => undefined);

  return { started, stop };
};

const start = async (
  options: QuickSaleOptions,
  endings: (() => Promise<void>)[],
  signal: AbortSignal,
): Promise<QuickSale> => {
  const run = await prepare(options, endings, signal);
  const addresses = await startAllInfrastructure(run);
  await migrateDatabase(run, addresses);
  signal.throwIfAborted();
  const urls = await startServices(run, addresses);
  const admin = adminOf(options.env, run.secrets);
  const products = await createCatalogue(run.folder, urls.gateway, admin);
  options.report.part('Catalogue', `${products} demo products`);
  const { redis, eventStore, kafka, postgres } = addresses;
  const endpoints = {
    ...urls,
    eventStore: eventStore ?? '',
    kafka: kafka ?? '',
    postgres: postgres ?? '',
    redis,
  };
  writeEndpoints(run.folder, endpoints);
  const isNewAdmin = run.secrets.isNew && options.env['ADMIN_PASSWORD'] === undefined;

  return { folder: run.folder, endpoints, admin, isNewAdmin };
};

/** What was left running ends by itself when it has lost its launcher; this is for what is stuck. */
const stopLeftovers = [
  ['SIGTERM', 12_000],
  ['SIGKILL', 5_000],
] as const;

const prepare = async (
  options: QuickSaleOptions,
  endings: (() => Promise<void>)[],
  signal: AbortSignal,
): Promise<Run> => {
  const { env, report, onFailed: onFinalEnd = () => undefined } = options;
  const servers = serversOf(env);
  const folder = openDataFolder(env);
  const lock = await lockDataFolder(folder);
  endings.push(lock.release);
  removeEndpoints(folder);
  const leftovers = await endLeftovers(folder, stopLeftovers);
  if (leftovers.length > 0)
    report.line(`Ended what an earlier start left running: ${leftovers.join(', ')}`);

  const host = env['HOST'] ?? '127.0.0.1';
  const ports = await choosePorts({ ...infrastructure, ...services }, env, host);
  const record = recordProcesses(folder);
  const shared = { folder, env, report, record, signal, onFinalEnd };
  const [base, lower, upper] = [createParts(shared), createParts(shared), createParts(shared)];
  endings.push(base.stopAll, lower.stopAll, upper.stopAll, () => {
    removeEndpoints(folder);

    return Promise.resolve();
  });

  const secrets = openSecrets(folder);

  return { options, folder, secrets, servers, ports, upper, lower, base, signal };
};

const startAllInfrastructure = async (run: Run): Promise<Addresses> => {
  const { folder, ports, servers, signal, options } = run;
  const { env, report } = options;
  const entries = await Promise.all(
    infrastructureNames.map(async (name) => {
      const { start: startChild } = name === 'postgres' ? run.base : run.lower;

      return [
        name,
        await startInfrastructure(name, {
          folder,
          ports,
          servers,
          env,
          report,
          signal,
          startChild,
        }),
      ] as const;
    }),
  );

  return Object.fromEntries(entries) as Addresses;
};

const migrateDatabase = async (run: Run, { postgres }: Addresses): Promise<void> => {
  const ran = await migrate(postgres ?? '');
  run.options.report.part('Migrations', ran.length === 0 ? 'up to date' : `${ran.length} run`);
};

/**
 * V8 lets a small heap grow to about four times of what lives in it before it cleans up; here to half as much again, with a
 * young generation of half the usual size, and the C library keeps two arenas instead of sixteen. After 25 000 orders all
 * services together hold 260 MB instead of 590, for a tenth of their CPU time.
 */
const smallHeap = {
  nodeOptions: ['--heap-growing-percent=50', '--max-semi-space-size=8'],
  env: { MALLOC_ARENA_MAX: '2' },
};

const startServices = async (run: Run, addresses: Addresses): Promise<ServiceUrls> => {
  const { options, ports, secrets, upper, signal } = run;
  const { env, report, processes } = options;
  const urls = urlsOf(ports, env['HOST'] ?? '127.0.0.1');
  const admin = adminOf(env, secrets);
  const setting = { env, ports, urls, addresses, admin, secrets };
  const layout = Object.entries(processes ? oneProcessEach : fewProcesses);
  await Promise.all(
    layout.map(([name, members]) =>
      upper.start({
        name,
        module: moduleOf(members),
        args: members,
        nodeOptions: smallHeap.nodeOptions,
        env: { ...smallHeap.env, ...serviceEnvironment(setting, members) },
        letsOthersGoFirst: !members.some((member) => onEveryClick.includes(member)),
      }),
    ),
  );
  await Promise.all(
    serviceNames.map(async (name) => {
      await untilReady(name, urls[name], signal);
      report.part(name, `ready on ${ports[name]}`);
    }),
  );

  return urls;
};

/** A service alone runs by its own `main`, as it does in production. */
const moduleOf = (members: readonly ServiceName[]): URL =>
  members.length === 1 && members[0] !== undefined
    ? new URL(`../../services/${members[0]}/main.js`, import.meta.url)
    : new URL('../supervisor/group.js', import.meta.url);
