import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../architecture/repository.js';
import { copyReleases, hasOlderRelease } from './releases.js';

/**
 * A rolling update between an older release, taken from the history, and the working tree. Exit
 * code 3 when the history does not reach back to it. Run: npm run test:rolling
 */
const withoutHistory = 3;

const main = async (): Promise<number> => {
  if (!hasOlderRelease()) {
    process.stderr.write('The older release is not in this clone: git fetch --unshallow\n');

    return withoutHistory;
  }
  const folder = await copyReleases();
  try {
    return await runSuite(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
};

const runSuite = async (folder: string): Promise<number> => {
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
  const child = spawn(
    process.execPath,
    [mocha, '--bail', '--exit', 'test/rolling/update.rolling.ts'],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ROLLING_RELEASES: folder } },
  );
  const [code] = (await once(child, 'exit')) as [number | null];

  return code ?? 1;
};

process.exitCode = await main();
