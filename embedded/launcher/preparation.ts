import { join } from 'node:path';
import { type Secrets, secretsFile } from '../../operations/dataFolder.js';
import { type Servers, serversOf } from '../../operations/servers.js';
import type { FinalError } from '../../platform/process/index.js';
import { startLogRotation } from '../logs/rotateLogs.js';
import { endLeftovers, recordProcesses } from '../host/processRecord.js';
import { type Children, createChildren } from '../supervisor/children.js';
import type { Start } from '../supervisor/supervise.js';
import { createProgress, type StartProgress } from '../supervisor/progress.js';
import { lockDataFolder, openDataFolder, openSecrets } from './dataFolder.js';
import { removeEndpoints } from './endpoints.js';
import { passedOn } from './environment.js';
import { portsOfInstances, type ServicePorts } from './instances.js';
import { infrastructure, type InfrastructureName, services } from './layout.js';
import { choosePorts } from './ports.js';
import type { Report } from './report.js';
import { movedPostgresData } from '../postgres/index.js';
import { watchDataFolder } from './watches/index.js';

export type QuickSaleOptions = Readonly<{
  env: NodeJS.ProcessEnv;
  /** Every service a process of its own. */
  processes: boolean;
  /** How many of every service; one by default. */
  instances?: number;
  report: Report;
  /** Options of Node's own for every process, such as those of a profiler. */
  nodeOptions?: readonly string[];
  /** Called when a part has ended that no restart would help, also in the middle of the start. */
  onFailed?: (reason: FinalError) => void;
}>;

/** One start, from its preparation to its end. */
export type Run = Readonly<{
  options: QuickSaleOptions;
  folder: string;
  secrets: Secrets & Readonly<{ isNew: boolean }>;
  /** Servers of one's own. */
  servers: Servers;
  /** Of the gateways the one address. */
  ports: ServicePorts & Readonly<Record<InfrastructureName, number>>;
  /** One for each instance. */
  instances: readonly ServicePorts[];
  /** Each set stands on the next one: it is stopped before it. */
  children: Readonly<{ services: Children; servers: Children; database: Children }>;
  progress: StartProgress;
  signal: AbortSignal;
}>;

/**
 * What was left running ends by itself when it has lost its launcher; this is for what is stuck.
 */
const stopLeftovers = [
  ['SIGTERM', 12_000],
  ['SIGKILL', 5_000],
] as const;

/**
 * Locks the data folder, ends what was left running there, and chooses the ports. What has to be
 * undone is added to `endings`, to be run from the last to the first.
 */
export const prepare = async (
  options: QuickSaleOptions,
  endings: (() => Promise<void>)[],
  signal: AbortSignal,
): Promise<Run> => {
  const { env, report, onFailed: onLost = () => undefined } = options;
  const servers = serversOf(env);
  const folder = openDataFolder(env);
  const lock = await lockDataFolder(folder);
  endings.push(lock.release);
  removeEndpoints(folder);
  await endAndSayLeftovers(folder, report);
  const host = env['HOST'] ?? '127.0.0.1';
  const ports = await choosePorts({ ...infrastructure, ...services }, env, host);
  const instances = await portsOfInstances(options, ports, host);
  const progress = createProgress({ show: report.part });
  const children = createAllChildren(folder, options, { progress, signal });
  endings.push(startLogRotation(join(folder, 'logs')));
  endings.push(children.database.stopAll, children.servers.stopAll, children.services.stopAll);
  endings.push(() => {
    removeEndpoints(folder);

    return Promise.resolve();
  });

  const secrets = openSecrets(folder);
  endings.push(
    watchDataFolder({
      folder,
      movedData: () => movedPostgresData(join(folder, 'postgres')),
      files: [secretsFile(folder), ...(lock.file === null ? [] : [lock.file])],
      logFiles: () => Object.values(children).flatMap(({ logFiles }) => logFiles()),
      show: report.part,
      onLost,
    }),
  );

  return { options, folder, secrets, servers, ports, instances, children, progress, signal };
};

const endAndSayLeftovers = async (folder: string, report: Report): Promise<void> => {
  const leftovers = await endLeftovers(folder, stopLeftovers);
  if (leftovers.length > 0)
    report.line(`Ended what an earlier start left running: ${leftovers.join(', ')}`);
};

const createAllChildren = (
  folder: string,
  { env, report, nodeOptions = [], onFailed: onFinalEnd = () => undefined }: QuickSaleOptions,
  start: Start,
): Run['children'] => {
  const own = { logs: join(folder, 'logs'), env: passedOn(env), record: recordProcesses(folder) };
  const shared = { ...own, ...start, nodeOptions, show: report.part, onFinalEnd };

  return {
    services: createChildren(shared),
    servers: createChildren(shared),
    database: createChildren(shared),
  };
};
