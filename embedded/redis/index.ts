import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { connect } from 'node:net';
import { pause } from '../../platform/concurrency/index.js';
import { serverEnvironment } from '../environment/inherited.js';
import { endLeftovers, recordProcesses } from '../host/processRecord.js';

export type RunningRedis = Readonly<{
  url: string;
  pid: number;
  exited: Promise<void>;
  stop: () => Promise<void>;
}>;

const program = 'redis-server';
const endTimeoutMs = 5_000;

/** Whether this machine has a Redis server to start; npm brings none. */
export const hasRedis = (): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0;

/**
 * Starts redis-server on loopback, in a folder of its own. It keeps counters and caches only, so
 * nothing is written.
 */
export const startRedis = async (
  options: Readonly<{ dir: string; port: number }>,
): Promise<RunningRedis> => {
  mkdirSync(options.dir, { recursive: true });
  await endLeftovers(options.dir, [['SIGKILL', endTimeoutMs]]);
  const child = spawn(program, settings(options), {
    env: serverEnvironment(process.env),
    cwd: options.dir,
    detached: true,
    stdio: 'ignore',
  });
  child.on('error', () => undefined);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} is not on this machine`);
  recordProcesses(options.dir).add(program, pid);
  const exited = once(child, 'exit').then(() => undefined);
  await becomesReady(child, options.port);

  return {
    url: `redis://127.0.0.1:${options.port}`,
    pid,
    exited,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
};

const settings = ({ port }: Readonly<{ port: number }>): string[] =>
  Object.entries({
    port: String(port),
    bind: '127.0.0.1',
    // it reads its arguments as lines of a configuration, in which a path may mean something else
    dir: '.',
    save: '',
    appendonly: 'no',
    maxmemory: '256mb',
    'maxmemory-policy': 'allkeys-lru',
    // A title would be written over the environment, by which the system tells whose process this
    // is.
    'set-proc-title': 'no',
  }).flatMap(([name, value]) => [`--${name}`, value]);

const becomesReady = async (child: ChildProcess, port: number): Promise<void> => {
  while (!(await accepts(port))) {
    const how = child.signalCode ?? child.exitCode;
    if (how !== null) throw new Error(`${program} ended while starting (${how})`);
    await pause(10);
  }
};

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
