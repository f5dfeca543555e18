import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Endpoints, readEndpoints } from '../../../operations/dataFolder.js';
import { infrastructure, services } from '../../../embedded/launcher/layout.js';
import { removePostgres } from '../../../embedded/postgres/index.js';

const bootstrap = fileURLToPath(
  new URL('../../../embedded/commands/bootstrap.mjs', import.meta.url),
);

export type Command = Readonly<{
  child: ChildProcess;
  /** Everything that it wrote so far. */
  output: () => string;
  exited: Promise<number | NodeJS.Signals>;
  /** Resolves when the output holds the text; rejects when the process ends before. */
  says: (text: string) => Promise<void>;
}>;

export type System = Readonly<{
  folder: string;
  endpoints: Endpoints;
  /** From the call to "ready". */
  startedInMs: number;
  output: () => string;
  /** Of the launcher. */
  says: Command['says'];
  exited: Command['exited'];
  /** Ctrl-C; resolves with the exit code. */
  stop: () => Promise<number | NodeJS.Signals>;
  pid: number;
  /** kill -9 of the launcher and of everything that it started; one process may be spared. */
  kill: (spared?: number) => Promise<void>;
  pidOf: (name: string) => number;
}>;

export type Home = Readonly<{
  folder: string;
  /**
   * Runs one of our commands (`start`, `demo`, `users`) on the home's data folder, as npm would.
   */
  run: (command: string, args?: readonly string[], env?: NodeJS.ProcessEnv) => Command;
  start: (args?: readonly string[], env?: NodeJS.ProcessEnv) => Promise<System>;
  /** Pids of all that was started here and still runs. */
  processes: () => number[];
  remove: () => Promise<void>;
}>;

const anyPorts = Object.fromEntries(
  [...Object.values(services), ...Object.values(infrastructure)].map(({ variable }) => [
    variable,
    '0',
  ]),
);

/** For tests that do in a second what a user does in a day. */
export const unlimited = {
  RATE_LIMIT_LOGIN: 'off',
  RATE_LIMIT_REGISTER: 'off',
  RATE_LIMIT_ORDERS: 'off',
  RATE_LIMIT_DEFAULT: 'off',
};

export type HomeOptions = Readonly<{
  /** The data folder, below the home's. */
  data: string;
  /** What runs our commands: the program and its first arguments. */
  program: (home: string) => readonly [string, ...string[]];
}>;

export const asNpmDoes: HomeOptions = {
  data: 'data',
  program: () => [process.execPath, bootstrap],
};

/** A folder of its own for a whole QuickSale, on free ports. */
export const createHome = (options: HomeOptions = asNpmDoes): Home => {
  const folder = mkdtempSync(join(tmpdir(), 'quicksale-e2e-'));
  const mark = `quicksale-e2e-${randomUUID()}`;
  const data = join(folder, options.data);
  const [program, ...first] = options.program(folder);
  const run: Home['run'] = (command, args = [], env = {}) => {
    const child = spawn(program, [...first, command, ...args], {
      cwd: folder,
      env: { ...process.env, ...anyPorts, QUICKSALE_DATA: data, QUICKSALE_MARK: mark, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

    return follow(child);
  };
  const processes = () => marked(mark);

  return {
    folder,
    run,
    processes,
    start: (args, env) => startSystem({ command: () => run('start', args, env), data, processes }),
    remove: async () => {
      await killAll(processes);
      removePostgres(join(data, 'postgres'));
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

type Starting = Readonly<{ command: () => Command; data: string; processes: () => number[] }>;

const startSystem = async ({ command, data, processes }: Starting): Promise<System> => {
  const startedAt = performance.now();
  const launcher = command();
  await launcher.says('QuickSale is ready.');
  const endpoints = readEndpoints(data);
  if (endpoints === null) throw new Error('no endpoints.json');

  return {
    folder: data,
    endpoints,
    startedInMs: performance.now() - startedAt,
    output: launcher.output,
    says: launcher.says,
    exited: launcher.exited,
    stop: async () => {
      launcher.child.kill('SIGINT');

      return launcher.exited;
    },
    pid: launcher.child.pid ?? 0,
    kill: (spared) => killAll(() => processes().filter((pid) => pid !== spared)),
    pidOf: (name) => pidIn(data, name),
  };
};

const follow = (child: ChildProcess): Command => {
  let text = '';
  child.stdout?.on('data', (chunk) => (text += String(chunk)));
  child.stderr?.on('data', (chunk) => (text += String(chunk)));
  const exited = once(child, 'close').then(
    ([code, signal]) => (signal ?? code) as number | NodeJS.Signals,
  );

  return {
    child,
    exited,
    output: () => text,
    says: async (wanted) => {
      while (!text.includes(wanted)) {
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`ended without saying "${wanted}":\n${text}`);
        await sleep(10);
      }
    },
  };
};

const pidIn = (data: string, name: string): number => {
  const recorded = JSON.parse(readFileSync(join(data, 'processes.json'), 'utf8')) as {
    name: string;
    pid: number;
  }[];
  const found = recorded.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no process ${name}`);

  return found.pid;
};

/** Every process that carries the mark in its environment, whoever started it. */
const marked = (mark: string): number[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .filter((pid) => readQuietly(`/proc/${pid}/environ`).includes(mark))
    .filter((pid) => !readQuietly(`/proc/${pid}/stat`).includes(') Z '))
    .map(Number);

const killAll = async (processes: () => number[]): Promise<void> => {
  for (let left = processes(); left.length > 0; left = processes()) {
    for (const pid of left) killQuietly(pid);
    await sleep(20);
  }
};

const killQuietly = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
};

const readQuietly = (path: string): string => {
  try {
    return existsSync(path) ? readFileSync(path, 'utf8') : '';
  } catch {
    return '';
  }
};
