import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOf } from '../host/processIdentity.js';

const recordIn = (dir: string): string => join(dir, 'server.json');

type Recorded = Readonly<{ pid: number; start: string | null }>;

/** Keeps which process serves the folder, for a start after its launcher was killed. */
export const recordServer = (dir: string, pid: number): void => {
  const recorded: Recorded = { pid, start: startOf(pid) };
  writeFileSync(recordIn(dir), JSON.stringify(recorded));
};

/** Ends a server that outlived its launcher: SIGKILL reaches only the launcher. It holds nothing that a restart would miss. */
export const endLeftover = async (dir: string): Promise<void> => {
  const recorded = readRecord(dir);
  if (recorded === null) return;
  const { pid, start } = recorded;
  if (start === null || startOf(pid) !== start) return;
  process.kill(pid, 'SIGKILL');
  while (startOf(pid) === start) await sleep(10);
};

const readRecord = (dir: string): Recorded | null => {
  try {
    return JSON.parse(readFileSync(recordIn(dir), 'utf8')) as Recorded;
  } catch {
    // no server was started here, or the record was cut short
    return null;
  }
};
