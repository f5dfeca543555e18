import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nodeCommand } from '../../../platform/process/index.js';

export type BrokerProcess = Readonly<{
  /** host:port */
  address: string;
  port: number;
  pid: number;
  /** Ends it without warning. */
  kill: () => Promise<void>;
  /** SIGTERM; returns its exit code. */
  terminate: () => Promise<number | null>;
}>;

export type Ended = Readonly<{ code: number | null; out: string; err: string }>;

const main = new URL('../../../embedded/kafkaBroker/main.js', import.meta.url);

/**
 * Starts the broker as a process of its own and waits until it serves. Rejects with what it says
 * when it ends.
 */
export const startBrokerProcess = async (dir: string, port = 0): Promise<BrokerProcess> => {
  const child = spawnBroker(['--dir', dir, '--port', String(port)]);
  const ended = outcomeOf(child);
  const line = await Promise.race([
    firstLineOf(child),
    ended.then(({ err }) => Promise.reject(new Error(err))),
  ]);
  const { url } = JSON.parse(line) as Readonly<{ url: string }>;
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal);

    return (await ended).code;
  };

  return {
    address: url,
    port: Number(url.split(':')[1]),
    pid: child.pid ?? 0,
    kill: async () => {
      await end('SIGKILL');
    },
    terminate: () => end('SIGTERM'),
  };
};

/** Runs the broker until it ends by itself. */
export const runBroker = (args: readonly string[]): Promise<Ended> => outcomeOf(spawnBroker(args));

const spawnBroker = (args: readonly string[]): ChildProcess => {
  const { command, args: nodeArgs } = nodeCommand(main);

  return spawn(command, [...nodeArgs, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
};

const firstLineOf = async (child: ChildProcess): Promise<string> => {
  if (child.stdout === null) throw new Error('The process has no output');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await once(lines, 'line')) as [string];

  return line;
};

const outcomeOf = async (child: ChildProcess): Promise<Ended> => {
  let out = '';
  let err = '';
  child.stdout?.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr?.on('data', (piece: Buffer) => (err += piece.toString()));
  const [code] = (await once(child, 'close')) as [number | null];

  return { code, out, err };
};
