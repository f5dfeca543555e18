import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { nodeCommand } from '../../../../platform/process/index.js';
import { freePort } from '../freePort.js';

export type ServiceName =
  'auth' | 'bridge' | 'gateway' | 'inventory' | 'notifier' | 'operations' | 'orders' | 'projector';

type Environment = Readonly<Record<string, string>>;

/** One service in a process of its own. */
export type ServiceProcess = Readonly<{
  url: string;
  /** When it last began to lead, by the monotonic clock; -Infinity when it never did. */
  ledAt: () => number;
  /** When it last said that it leads no longer, likewise. */
  leftAt: () => number;
  signal: (signal: NodeJS.Signals) => void;
  /** kill -9, and again with the same environment and port. */
  restart: () => Promise<void>;
  /** SIGTERM; resolves to the exit code, null when it had to be killed. */
  end: () => Promise<number | null>;
  kill: () => Promise<void>;
}>;

const repository = new URL('../../../../', import.meta.url);

/**
 * Resolves when the process says that it serves. Its sources are those of the release at `root`,
 * which ends with a slash.
 */
export const startServiceProcess = async (
  name: ServiceName,
  environment: Environment,
  root: URL = repository,
): Promise<ServiceProcess> => {
  let ledAt = -Infinity;
  let leftAt = -Infinity;
  const main = new URL(`services/${name}/main.js`, root);
  const launch = (port: string) =>
    launchService({ name, main, port }, environment, (line) => {
      if (line.includes('"msg":"leading"')) ledAt = performance.now();
      if (/leading ended|no longer leading/.test(line)) leftAt = performance.now();
    });
  // nobody else gets it while the process is down
  let current = await launch(String(await freePort()));
  const kill = async () => {
    if (current.child.exitCode !== null || current.child.signalCode !== null) return;
    current.child.kill('SIGKILL');
    await once(current.child, 'close');
  };

  return {
    url: current.url,
    ledAt: () => ledAt,
    leftAt: () => leftAt,
    signal: (signal) => void current.child.kill(signal),
    kill,
    end: () => endOf(current.child),
    restart: async () => {
      await kill();
      current = await launch(new URL(current.url).port);
    },
  };
};

type Launched = Readonly<{ child: ChildProcess; url: string }>;

type Spawned = ChildProcessByStdio<null, Readable, Readable>;

const endOf = async (child: ChildProcess): Promise<number | null> => {
  if (child.exitCode !== null) return child.exitCode;
  const tooLong = setTimeout(() => child.kill('SIGKILL'), 15_000);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(tooLong);

  return code;
};

const launchService = async (
  { name, main, port }: Readonly<{ name: ServiceName; main: URL; port: string }>,
  environment: Environment,
  onLine: (line: string) => void,
): Promise<Launched> => {
  const { command, args } = nodeCommand(main);
  const env = { ...process.env, ...environment, [`${name.toUpperCase()}_PORT`]: port };
  // without the channel it would outlive a test run that is interrupted
  const stdio = ['ignore', 'pipe', 'pipe', 'ipc'] as const;
  const child = spawn(command, args, { env, stdio: [...stdio] }) as Spawned;
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    onLine(line);
    if (errors.push(line) > 20) errors.shift();
  });
  const ended = once(child, 'close').then(() => {
    throw new Error(`${name} ended:\n${errors.join('\n')}`);
  });
  ended.catch(() => undefined);
  const said = once(createInterface({ input: child.stdout }), 'line');
  const [line] = (await Promise.race([said, ended])) as [string];

  return { child, url: (JSON.parse(line) as { url: string }).url };
};
