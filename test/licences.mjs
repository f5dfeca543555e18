// `npm run licences`: every package of production with its licence, and exit code 1 for one that is
// not in the list. --all: those of development, too.
import { readFileSync } from 'node:fs';

const allowed = [
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'CC-BY-4.0',
  'ISC',
  'MIT',
  'MIT-0',
  'MPL-2.0',
  'PSF-2.0',
  'Python-2.0',
  'Unlicense',
];

/** Named by the package itself in a form that the lockfile does not take over. */
const named = { 'xmlhttprequest-ssl': 'MIT' };

const isAllowed = (licence) =>
  licence
    .replaceAll(/[()]/g, '')
    .split(/ OR /)
    .some((one) => one.split(/ AND /).every((part) => allowed.includes(part)));

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const all = process.argv.includes('--all');
const packages = Object.entries(lock.packages)
  .filter(([path, { dev }]) => path !== '' && (all || dev !== true))
  .map(([path, { version, license }]) => {
    const name = path.replace(/^.*node_modules\//, '');

    return { name, version, licence: license ?? named[name] ?? 'unknown' };
  });
const lines = packages.map(
  ({ name, version, licence }) => `${licence.padEnd(16)} ${name} ${version}`,
);
process.stdout.write(`${[...new Set(lines)].sort().join('\n')}\n`);
const refused = packages.filter(({ licence }) => !isAllowed(licence));
for (const { name, licence } of refused)
  process.stderr.write(`${name}: ${licence} is not in the list of licences that we take\n`);
process.exitCode = refused.length === 0 ? 0 : 1;
