import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { nodeCommand } from '../../platform/process/index.js';
import type { BenchContext } from '../harness/benchContext.js';

export type ModuleProcess = Readonly<{
  /** What its ready line says. */
  url: string;
  pid: number;
  /**
   * Sends a question and resolves to the next message that comes back. Rejects when the process
   * ends first.
   */
  ask: <T>(question: string) => Promise<T>;
  stop: () => Promise<void>;
}>;

/**
 * A module of ours as a process of its own, ready when this resolves; ended with the bench at the
 * latest.
 */
export const startModule = async (
  { atEnd }: Pick<BenchContext, 'atEnd'>,
  module: URL,
  args: readonly string[],
): Promise<ModuleProcess> => {
  const { command, args: nodeArgs } = nodeCommand(module);
  const child = spawn(command, [...nodeArgs, ...args], {
    // the channel tells it when we are gone
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  };
  atEnd(stop);
  const ended = once(child, 'exit').then(() => {
    throw new Error('It ended without an answer');
  });
  ended.catch(() => undefined);
  if (child.stdout === null) throw new Error('a pipe was asked for');
  const url = await urlIn(child.stdout);

  return {
    url,
    pid: child.pid ?? 0,
    stop,
    ask: async <T>(question: string) => {
      const answer = once(child, 'message') as Promise<[T]>;
      child.send(question);

      return (await Promise.race([answer, ended]))[0];
    },
  };
};

/** Of the ready line; notices may come before it. */
const urlIn = async (stdout: Readable): Promise<string> => {
  for await (const line of createInterface({ input: stdout })) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url !== undefined) return url;
  }
  throw new Error('It ended without a ready line');
};
