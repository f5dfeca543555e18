import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// Linux counts CPU time in hundredths of a second (USER_HZ)
const microsecondsPerTick = 10_000;

/**
 * Microseconds of CPU so far of every part of a running system, by the launcher's names; Postgres
 * with its backends. Linux only.
 */
export const cpuOfParts = (folder: string): Record<string, number> =>
  ofParts(folder, (family) => sum(family.map(({ cpu }) => cpu)));

/** The same of one process with its children. */
export const cpuOfProcess = (pid: number): number =>
  sum(familyOf(pid, allProcesses()).map(({ cpu }) => cpu));

/**
 * Bytes that the named parts hold: pages that processes share, such as Node's own code, count once.
 * To count them takes milliseconds, in which the processes stand still. Linux only.
 */
export const memoryOfParts = (folder: string, names: readonly string[]): Record<string, number> =>
  ofParts(folder, (family) => sum(family.map(({ pid }) => proportionalSize(pid))), names);

/** The process and all that it has started, which is still its child. */
export const pidsOf = (pid: number): number[] =>
  familyOf(pid, allProcesses()).map((one) => one.pid);

/** Microseconds of CPU per part between two looks. */
export const cpuBetween = (
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([name, cpu]) => [name, cpu - (before[name] ?? 0)]));

type Process = Readonly<{ pid: number; parent: number; cpu: number }>;

/** Of all parts, or of those that are named. */
const ofParts = (
  folder: string,
  of: (family: readonly Process[]) => number,
  names?: readonly string[],
): Record<string, number> => {
  const text = readFileSync(join(folder, 'processes.json'), 'utf8');
  const recorded = JSON.parse(text) as { name: string; pid: number }[];
  const wanted = recorded.filter(({ name }) => names?.includes(name) ?? true);
  const all = allProcesses();

  return Object.fromEntries(wanted.map(({ name, pid }) => [name, of(familyOf(pid, all))]));
};

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

const allProcesses = (): Process[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      const fields = readQuietly(`/proc/${pid}/stat`).split(') ')[1]?.split(' ');
      if (fields === undefined) return [];
      const at = (index: number): number => Number(fields[index - 3]);
      // time of children that have ended counts too: Postgres backends come and go
      const cpu = (at(14) + at(15) + at(16) + at(17)) * microsecondsPerTick;

      return [{ pid: Number(pid), parent: at(4), cpu }];
    });

/** PSS: what the process alone holds, and its share of what it has in common with others. */
const proportionalSize = (pid: number): number => {
  const kibibytes = /^Pss: +(\d+) kB$/m.exec(readQuietly(`/proc/${pid}/smaps_rollup`))?.[1];

  return Number(kibibytes ?? 0) * 1024;
};

const familyOf = (pid: number, all: readonly Process[]): Process[] => [
  ...all.filter((one) => one.pid === pid),
  ...all.filter(({ parent }) => parent === pid).flatMap((child) => familyOf(child.pid, all)),
];

const readQuietly = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
