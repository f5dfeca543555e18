// `npm run precommit`: what takes a minute before a commit. Format and lint of the files that
// differ from the last commit, then types, boundaries and the tests that need no server.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../embedded/commands/setUp.mjs';

const git = (...args) =>
  execFileSync('git', ['-C', root, ...args, '-z'], { encoding: 'utf8' }).split('\0');

const changed = [
  ...git('diff', '--name-only', '--relative', 'HEAD'),
  ...git('ls-files', '--others', '--exclude-standard'),
].filter((path) => path !== '' && existsSync(join(root, path)));

/** Ends the process at the first step that fails. */
const step = (name, command, args) => {
  process.stdout.write(`\n== ${name}\n`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    process.stdout.write(`FAIL  ${name}\n`);
    process.exit(1);
  }
};

const tool = (name) => join(root, 'node_modules', '.bin', name);
const sources = changed.filter((path) => /\.tsx?$/.test(path));

if (changed.length > 0)
  step('format', tool('prettier'), ['--check', '--ignore-unknown', ...changed]);
if (sources.length > 0)
  step('lint', tool('eslint'), ['--max-warnings', '0', '--no-warn-ignored', ...sources]);
for (const project of ['.', 'web', 'test/web'])
  step(`types of ${project}`, tool('tsc'), ['--noEmit', '-p', project]);
step('boundaries', 'npm', ['run', '--silent', 'boundaries']);
step('unit tests', 'npm', ['run', '--silent', 'test:unit']);
