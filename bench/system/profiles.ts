import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * What processes are started with that write CPU profiles into a folder, see profileOnSignal. They
 * inherit no `NODE_OPTIONS`.
 */
export const profilable = (folder: string) => ({
  nodeOptions: ['--import', new URL('./profileOnSignal.js', import.meta.url).href],
  env: { PROFILE_FOLDER: resolve(folder) },
});

const profiled = ['api', 'workers', 'eventStore', 'kafka'];

/** Begins the profiles of a running system's Node processes; called again, ends and writes them. */
export const toggleProfiles = (folder: string): void => {
  const text = readFileSync(join(folder, 'processes.json'), 'utf8');
  const recorded = JSON.parse(text) as { name: string; pid: number }[];
  for (const { name, pid } of recorded) if (profiled.includes(name)) process.kill(pid, 'SIGUSR2');
};
