// What a fresh clone needs before anything of ours can run. Plain Node, nothing installed: it runs
// before `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const at = (...path) => join(root, ...path);
const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const say = (line) => process.stderr.write(`${line}\n`);

const oldestNode = [20, 19];

/** Ends the process with a plain sentence when Node is too old to run the rest. */
export const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;

  fail(`QuickSale needs Node ${oldestNode.join('.')} or newer; this is ${process.version}.`);
};

/**
 * What a shell or an .npmrc may set for all of a machine's installations, and without which this
 * one would lack parts or do nothing. Where packages come from stays the machine's own decision.
 */
export const pinnedFlags = [
  '--include=dev',
  '--include=optional',
  '--include=peer',
  '--no-ignore-scripts',
  '--no-dry-run',
  '--no-global',
  '--package-lock',
  '--bin-links',
  '--no-package-lock-only',
  `--os=${process.platform}`,
  `--cpu=${process.arch}`,
];

/** `npm ci` when there is no node_modules, or when the lockfile is newer. */
export const installDependencies = () => {
  const installed = changedAt(at('node_modules', '.package-lock.json'));
  if (installed > 0 && installed >= changedAt(at('package-lock.json'))) return;

  step('Installing dependencies (npm ci)', () =>
    npm(['ci', ...pinnedFlags, '--no-audit', '--no-fund', '--loglevel=error']),
  );
};

const compiled = [
  'contracts',
  'domain',
  'embedded',
  'migrations',
  'operations',
  'platform',
  'projections',
  'services',
];

/** Compiles to dist/, and bundles the pages there, when a source is newer than the last build. */
export const build = () => {
  unlessNewer('build.stamp', [...compiled, 'tsconfig.json'], () =>
    step('Compiling', () =>
      run(process.execPath, [
        at('node_modules', 'typescript', 'bin', 'tsc'),
        '-p',
        at('tsconfig.build.json'),
      ]),
    ),
  );
  buildWeb();
};

/** The pages alone, which the gateway serves from dist/ also when it runs from its sources. */
export const buildWeb = () =>
  unlessNewer('web.stamp', ['web', 'package-lock.json'], () =>
    step('Bundling the pages', () => run(process.execPath, [at('web', 'build', 'main.mjs')])),
  );

/** Works unless the stamp in dist/ is newer than all sources. */
const unlessNewer = (stampName, sources, work) => {
  const stamp = at('dist', stampName);
  if (changedAt(stamp) >= Math.max(...sources.map((path) => newestIn(at(path))))) return;

  const startedAt = new Date();
  work();
  writeFileSync(stamp, `${startedAt.toISOString()}\n`);
};

const newestIn = (path) => (statSync(path).isDirectory() ? newestBelow(path) : changedAt(path));

const newestBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory() || /\.(ts|tsx|mjs|css|html|svg)$/.test(entry.name))
    .map((entry) => changedAt(join(entry.parentPath ?? entry.path, entry.name)))
    .reduce((newest, time) => Math.max(newest, time), changedAt(folder));

const step = (what, work) => {
  const startedAt = performance.now();
  say(`${what} …`);
  const { status } = work();
  if (status !== 0) fail(`${what} failed.`);
  say(`${what}: done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
};

const npm = (args) =>
  process.env.npm_execpath?.endsWith('.js')
    ? run(process.execPath, [process.env.npm_execpath, ...args])
    : run('npm', args);

const run = (command, args) =>
  spawnSync(command, args, { cwd: root, stdio: ['ignore', process.stderr.fd, process.stderr.fd] });

const fail = (message) => {
  say(message);
  process.exit(1);
};
