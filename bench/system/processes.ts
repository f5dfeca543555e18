import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * CPU microseconds so far, and bytes held: pages that processes share, such as Node's own code,
 * count once.
 */
export type Usage = Readonly<{ cpu: number; memory: number }>;

// Linux counts CPU time in hundredths of a second (USER_HZ)
const microsecondsPerTick = 10_000;

/**
 * Usage of the parts of a running system, of all or of those that `isWanted`, by the launcher's
 * names; Postgres with its backends. Linux only. To count the memory of a process takes
 * milliseconds.
 */
export const usageOfParts = (
  folder: string,
  isWanted: (name: string) => boolean = () => true,
): Record<string, Usage> => {
  const text = readFileSync(join(folder, 'processes.json'), 'utf8');
  const recorded = JSON.parse(text) as { name: string; pid: number }[];
  const wanted = recorded.filter(({ name }) => isWanted(name));
  const all = allProcesses();

  return Object.fromEntries(
    wanted.map(({ name, pid }) => [name, sum(familyOf(pid, all).map(usageOf))]),
  );
};

/** Usage of one process with its children. */
export const usageOfProcess = (pid: number): Usage =>
  sum(familyOf(pid, allProcesses()).map(usageOf));

/** The process and all that it has started, which is still its child. */
export const pidsOf = (pid: number): number[] =>
  familyOf(pid, allProcesses()).map((one) => one.pid);

/** Microseconds of CPU per part between two looks. */
export const cpuBetween = (
  before: Readonly<Record<string, Usage>>,
  after: Readonly<Record<string, Usage>>,
): Record<string, number> =>
  Object.fromEntries(
    Object.entries(after).map(([name, { cpu }]) => [name, cpu - (before[name]?.cpu ?? 0)]),
  );

type Process = Readonly<{ pid: number; parent: number; cpu: number }>;

const usageOf = ({ pid, cpu }: Process): Usage => ({ cpu, memory: proportionalSize(pid) });

const sum = (usages: readonly Usage[]): Usage => ({
  cpu: usages.reduce((total, { cpu }) => total + cpu, 0),
  memory: usages.reduce((total, { memory }) => total + memory, 0),
});

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
