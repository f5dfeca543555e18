import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nodeCommand } from '../../platform/process/index.js';
import { startStores, type Stores } from './stores.js';

export type SystemProcess = Stores &
  Readonly<{
    gateway: string;
    /** Everything that its services logged so far. */
    log: () => string;
    /** The log's lines as objects. */
    logged: () => Readonly<Record<string, unknown>>[];
    isRunning: () => boolean;
  }>;

/**
 * All services in one process apart from the test; it is what a stranger's requests must never end.
 */
export const startSystemProcess = async (
  given: Readonly<Record<string, string>> = {},
): Promise<SystemProcess> => {
  const stores = await startStores();
  const { command, args } = nodeCommand(new URL('./systemMain.js', import.meta.url));
  const child = spawn(command, args, {
    env: { ...process.env, ...stores.environment, ...given },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (chunk) => (text += String(chunk)));
  const gateway = await readyAt(child, () => text);

  return {
    ...stores,
    gateway,
    log: () => text,
    logged: () => text.split('\n').flatMap(toObject),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      await stores.stop();
    },
  };
};

/** One service in a process of its own, to be killed. */
export const startServiceProcess = async (
  name: 'orders' | 'inventory',
  environment: Readonly<Record<string, string>>,
): Promise<Readonly<{ url: string; kill: () => Promise<void> }>> => {
  const main = new URL(`../../services/${name}/main.js`, import.meta.url);
  const { command, args } = nodeCommand(main);
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const url = await readyAt(child, () => name);

  return {
    url,
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
};

const readyAt = async (child: ChildProcess, log: () => string): Promise<string> => {
  if (child.stdout === null) throw new Error('A child without stdout');
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    once(child, 'exit').then(() => Promise.reject(new Error(`It did not start: ${log()}`))),
  ])) as [string];

  return (JSON.parse(line) as { url: string }).url;
};

const toObject = (line: string): Readonly<Record<string, unknown>>[] => {
  try {
    return [JSON.parse(line) as Readonly<Record<string, unknown>>];
  } catch {
    return [];
  }
};
