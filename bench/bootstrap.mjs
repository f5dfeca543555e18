// `npm run bench`: compiles everything, the benchmarks too, builds the pages, and runs them by
// plain node, as `npm start` runs the services. `npm run plan` is this with the word plan before
// its arguments.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { checkNode, installDependencies, root } from '../embedded/commands/setUp.mjs';

const isPlan = process.argv[2] === 'plan';
if (isPlan) process.argv.splice(2, 1);
checkNode();
installDependencies();

const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const { status } = spawnSync(
  process.execPath,
  [compiler, '-p', join(root, 'bench', 'tsconfig.json')],
  { cwd: root, stdio: 'inherit' },
);
if (status !== 0) process.exit(1);

const main = isPlan ? join('plan', 'main.js') : 'main.js';
if (!isPlan) await import('../web/build/main.mjs');
await import(pathToFileURL(join(root, 'dist', 'bench', main)).href);
