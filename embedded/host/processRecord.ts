import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, type Ending } from './endProcess.js';
import { writePrivately } from './privateFile.js';
import { isRunning, type ProcessIdentity, startOf } from './processIdentity.js';

type Recorded = ProcessIdentity & Readonly<{ name: string }>;

export type ProcessRecord = Readonly<{ add: (name: string, pid: number) => void }>;

const fileIn = (folder: string) => join(folder, 'processes.json');

/**
 * Keeps in a folder which processes belong to it, for a start after this process was killed. Never
 * throws: a process that is restarted must not end the one that restarts it.
 */
export const recordProcesses = (folder: string): ProcessRecord => {
  const byName = new Map<string, Recorded>();

  return {
    add: (name, pid) => {
      byName.set(name, { name, pid, start: startOf(pid) ?? '' });
      try {
        writePrivately(fileIn(folder), [...byName.values()]);
      } catch {
        // the folder takes no writes, of which it is told elsewhere
      }
    },
  };
};

/**
 * Ends what a killed process left running on the folder. Children of ours end by themselves when
 * they lose their parent; the last of `endings` is for the stuck ones. Returns the names of those
 * that were still there.
 */
export const endLeftovers = async (
  folder: string,
  endings: readonly Ending[],
): Promise<string[]> => {
  const leftovers = readRecord(folder).filter(isRunning);
  await Promise.all(leftovers.map((one) => endProcess(one, endings)));

  return leftovers.map(({ name }) => name);
};

const readRecord = (folder: string): readonly Recorded[] => {
  try {
    return JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Recorded[];
  } catch {
    // nothing was started here, or the kill cut the record short
    return [];
  }
};
