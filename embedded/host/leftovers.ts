import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writePrivately } from '../launcher/dataFolder.js';
import { startOf } from './processIdentity.js';

type Recorded = Readonly<{ name: string; pid: number; start: string }>;

export type ProcessRecord = Readonly<{ add: (name: string, pid: number) => void }>;

const pathOf = (folder: string) => join(folder, 'processes.json');

/** Keeps in the data folder which processes belong to it, for a start after this one was killed. */
export const recordProcesses = (folder: string): ProcessRecord => {
  const byName = new Map<string, Recorded>();

  return {
    add: (name, pid) => {
      byName.set(name, { name, pid, start: startOf(pid) ?? '' });
      writePrivately(pathOf(folder), [...byName.values()]);
    },
  };
};

/**
 * Ends what a killed launcher left running. Its children end by themselves when they lose it; this waits for them, and
 * helps the stuck ones. Returns the names of those that were still there.
 */
export const endLeftovers = async (folder: string): Promise<string[]> => {
  const leftovers = readRecord(folder).filter(isRunning);
  leftovers.forEach((one) => signal(one, 'SIGTERM'));
  const until = performance.now() + 12_000;
  while (leftovers.some(isRunning) && performance.now() < until) await sleep(50);
  leftovers.filter(isRunning).forEach((one) => signal(one, 'SIGKILL'));
  while (leftovers.some(isRunning)) await sleep(20);

  return leftovers.map(({ name }) => name);
};

const readRecord = (folder: string): Recorded[] => {
  try {
    return existsSync(pathOf(folder))
      ? (JSON.parse(readFileSync(pathOf(folder), 'utf8')) as Recorded[])
      : [];
  } catch {
    // cut short by the kill: nothing in it can be trusted
    return [];
  }
};

const isRunning = ({ pid, start }: Recorded): boolean => startOf(pid) === start;

const signal = ({ pid }: Recorded, name: NodeJS.Signals): void => {
  try {
    process.kill(pid, name);
  } catch {
    // gone already
  }
};
