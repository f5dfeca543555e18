import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './repository.js';

export type Sandbox = Readonly<{
  /** Output of one of our tools run inside, whatever its exit code. */
  run: (tool: string, ...args: string[]) => Promise<string>;
  remove: () => void;
}>;

/**
 * A folder with our configuration and these files only, in which a checker can be seen to go red.
 */
export const createSandbox = (files: Readonly<Record<string, string>>): Sandbox => {
  const folder = mkdtempSync(join(tmpdir(), 'quicksale-canary-'));
  for (const name of [
    'package.json',
    'tsconfig.json',
    'dependency-cruiser.cjs',
    'eslint.config.js',
    'knip.json',
  ])
    copyFileSync(join(root, name), join(folder, name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }

  return {
    run: (tool, ...args) =>
      new Promise((resolve, reject) => {
        const program = join(root, 'node_modules', '.bin', tool);
        const options = { cwd: folder, maxBuffer: 64 * 1024 * 1024 };
        execFile(program, args, options, (error, stdout, stderr) =>
          stdout === '' ? reject(new Error(stderr, { cause: error })) : resolve(stdout),
        );
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
