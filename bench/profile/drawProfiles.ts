import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CpuProfile, toCallTree } from './callTree.js';
import { toFlameGraph } from './flameGraph.js';

const ending = '.cpuprofile';

/**
 * A flame graph of every CPU profile in the folder, named `<prefix>-<process>.svg`; without the
 * folder nothing was profiled.
 */
export const drawProfiles = (folder: string, prefix: string): void => {
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).filter((name) => name.endsWith(ending))) {
    const process = basename(file, ending);
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    writeFileSync(`${prefix}-${process}.svg`, toFlameGraph(toCallTree(profile), process));
  }
};
