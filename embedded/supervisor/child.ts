import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { withTimeout } from '../../platform/concurrency/index.js';
import { drainMsOf, FinalError, finalExitCode, nodeCommand } from '../../platform/process/index.js';
import { lowerPriority } from './lowPriority.js';
import { stopping } from './stopping.js';

export type ChildSpecification = Readonly<{
  name: string;
  module: URL;
  args?: readonly string[];
  /** Options of Node's own. */
  nodeOptions?: readonly string[];
  env: NodeJS.ProcessEnv;
  /**
   * Resolves when the child, which is ready by then, has settled. From then on it gets a smaller
   * share of a processor that the others want, too. Without it, it has the same share as they.
   */
  untilLowPriority?: () => Promise<void>;
  logFile: string;
  /** Told what the child wants the user to know. */
  onNotice?: (text: string) => void;
}>;

export type Child = Readonly<{
  pid: number;
  /** Resolves with the URL that the child says it serves; rejects when it ends before. */
  ready: Promise<string | null>;
  exited: Promise<Exit>;
  /** Gives it a connection to serve. Returns false while it takes none. */
  accept: (connection: Socket) => boolean;
  /** SIGTERM, then SIGKILL after 12 s. */
  stop: () => Promise<void>;
}>;

/** `how` is in words. `final` is why starting it again would not help. */
export type Exit = Readonly<{ how: string; final: FinalError | null }>;

const stopTimeoutMs = 12_000;

/**
 * Starts a module of ours as a process. It has a session of its own, so that Ctrl-C reaches only
 * the launcher, which stops the parts in order; and an IPC channel, whose end tells it that the
 * launcher is gone.
 */
export const launchChild = (specification: ChildSpecification): Child => {
  const { name, module, args = [], nodeOptions = [], env, logFile } = specification;
  const { command, args: nodeArgs } = nodeCommand(module);
  const log = openLog(logFile);
  const child = spawn(command, [...nodeOptions, ...nodeArgs, ...args], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', log ?? 'ignore', 'ipc'],
  });
  if (log !== null) closeSync(log);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${name} could not be started`);
  const last: Last = { reason: '' };
  const exited = exitOf(child, specification, last);
  const ready = readyOf(child, { exited, last }, specification);
  ready.then(() => lowerPriorityOf(child, specification)).catch(() => undefined);

  return {
    pid,
    ready,
    exited,
    accept: acceptor(child, ready),
    stop: () => stop(child, exited, stopTimeoutMs + drainMsOf(env)),
  };
};

/** A child takes connections from when it is ready until it says that it stops. */
const acceptor = (child: ChildProcess, ready: Promise<unknown>): Child['accept'] => {
  let isServing = false;
  void ready.then(
    () => (isServing = true),
    () => undefined,
  );
  child.on('message', (message) => {
    if (message === stopping) isServing = false;
  });

  return (connection) => {
    if (!isServing || !child.connected) return false;
    child.send('connection', connection, () => undefined);

    return true;
  };
};

/** What a child has said of its end. */
type Last = { reason: string };

/** Null when the disk takes none: the child runs without. */
const openLog = (logFile: string): number | null => {
  try {
    return openSync(logFile, 'a', 0o600);
  } catch {
    return null;
  }
};

const lowerPriorityOf = async (
  child: ChildProcess,
  { untilLowPriority }: ChildSpecification,
): Promise<void> => {
  if (untilLowPriority === undefined) return;
  await untilLowPriority();
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  if (child.pid !== undefined && !hasEnded) lowerPriority(child.pid);
};

const exitOf = async (
  child: ChildProcess,
  { name, logFile }: ChildSpecification,
  last: Last,
): Promise<Exit> => {
  child.on('error', () => undefined);
  // after its output, which may hold the reason
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  const reason = last.reason || lastLines(logFile, 1) || `${name} has ended for good`;

  return {
    how: signal ?? `exit code ${code ?? '?'}`,
    final: code === finalExitCode ? new FinalError(reason) : null,
  };
};

const readyOf = (
  child: ChildProcess,
  { exited, last }: Readonly<{ exited: Promise<Exit>; last: Last }>,
  { name, logFile, onNotice }: ChildSpecification,
): Promise<string | null> =>
  new Promise((resolve, reject) => {
    if (child.stdout !== null)
      createInterface({ input: child.stdout }).on('line', (line) => {
        const { ready, url, notice, final } = said(line);
        if (final !== undefined) last.reason = final;
        if (notice !== undefined) onNotice?.(notice);
        if (ready === true) resolve(url ?? null);
      });
    void exited.then(({ how, final }) =>
      reject(final ?? new Error(`${name} ended while starting (${how}). ${lastWords(logFile)}`)),
    );
  });

type Said = Readonly<{ ready?: boolean; url?: string | null; notice?: string; final?: string }>;

/**
 * `{"ready":true,"url":…}`, which every process of ours prints once, or `{"notice":…}`; other lines
 * say nothing to us.
 */
const said = (line: string): Said => {
  try {
    const value: unknown = JSON.parse(line);

    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
};

const lastWords = (logFile: string): string =>
  `Last lines of ${logFile}:\n${lastLines(logFile, 12)}`;

const lastLines = (logFile: string, count: number): string =>
  readQuietly(logFile).trimEnd().split('\n').slice(-count).join('\n');

/** Empty when the disk does not give it. */
const readQuietly = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

const stop = async (
  child: ChildProcess,
  exited: Promise<Exit>,
  timeoutMs: number,
): Promise<void> => {
  child.kill('SIGTERM');
  try {
    await withTimeout(exited, timeoutMs, 'stopping');
  } catch {
    child.kill('SIGKILL');
    await exited;
  }
};
