import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Environment of processes that write CPU profiles into a folder, see profileOnSignal. */
export const profilable = (folder: string): Record<string, string> => ({
  NODE_OPTIONS: `--import ${new URL('./profileOnSignal.js', import.meta.url).href}`,
  PROFILE_FOLDER: folder,
});

const profiled = ['api', 'workers', 'eventStore', 'kafka'];

/** Begins the profiles of a running system's Node processes; called again, ends and writes them. */
export const toggleProfiles = (folder: string): void => {
  const text = readFileSync(join(folder, 'processes.json'), 'utf8');
  const recorded = JSON.parse(text) as { name: string; pid: number }[];
  for (const { name, pid } of recorded) if (profiled.includes(name)) process.kill(pid, 'SIGUSR2');
};
