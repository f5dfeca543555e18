import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nodeCommand } from '../../../../platform/process/index.js';

export type ServiceName =
  'auth' | 'bridge' | 'gateway' | 'inventory' | 'notifier' | 'orders' | 'projector';

type Environment = Readonly<Record<string, string>>;

/** One service in a process of its own. */
export type ServiceProcess = Readonly<{
  url: string;
  /** When it last began to lead, by the monotonic clock; -Infinity when it never did. */
  ledAt: () => number;
  signal: (signal: NodeJS.Signals) => void;
  /** kill -9, and again with the same environment. */
  restart: () => Promise<void>;
  kill: () => Promise<void>;
}>;

/** Resolves when the process says that it serves. */
export const startServiceProcess = async (
  name: ServiceName,
  environment: Environment,
): Promise<ServiceProcess> => {
  let ledAt = -Infinity;
  const launch = () =>
    launchService(name, environment, () => {
      ledAt = performance.now();
    });
  let current = await launch();
  const kill = async () => {
    if (current.child.exitCode !== null || current.child.signalCode !== null) return;
    current.child.kill('SIGKILL');
    await once(current.child, 'close');
  };

  return {
    url: current.url,
    ledAt: () => ledAt,
    signal: (signal) => void current.child.kill(signal),
    kill,
    restart: async () => {
      await kill();
      current = await launch();
    },
  };
};

type Launched = Readonly<{ child: ChildProcess; url: string }>;

const launchService = async (
  name: ServiceName,
  environment: Environment,
  onLeading: () => void,
): Promise<Launched> => {
  const { command, args } = nodeCommand(
    new URL(`../../../../services/${name}/main.js`, import.meta.url),
  );
  const env = { ...process.env, ...environment, [`${name.toUpperCase()}_PORT`]: '0' };
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.includes('"msg":"leading"')) onLeading();
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
