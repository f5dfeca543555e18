// `npm run audit`: what the registry knows of holes in the packages of production. Where the
// registry does not audit it says so, and compares the lockfile with the advisories that we know.
// Exit code 1 for a hole; --strict: also when nobody could audit.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const read = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

const numbersOf = (version) => version.split(/[.-]/).slice(0, 3).map(Number);

const isBelow = (version, floor) => {
  const [is, least] = [numbersOf(version), numbersOf(floor)];
  const at = is.findIndex((part, index) => part !== least[index]);

  return at !== -1 && is[at] < least[at];
};

/** What the lockfile has that an advisory of our list is about. */
const knownHoles = () => {
  const advisories = read('./advisories.json');

  return Object.entries(read('../package-lock.json').packages).flatMap(([path, { version }]) => {
    const name = path.replace(/^.*node_modules\//, '');
    const [floor, why] = advisories[name] ?? [];

    return floor !== undefined && isBelow(version, floor)
      ? [`${name} ${version}: ${why}, mended in ${floor}`]
      : [];
  });
};

const say = (line) => process.stdout.write(`${line}\n`);

const isStrict = process.argv.includes('--strict');
const command = process.env.AUDIT_COMMAND ?? 'npm';
const { status, stdout, stderr } = spawnSync(command, ['audit', '--omit=dev', '--json'], {
  cwd: new URL('..', import.meta.url),
  encoding: 'utf8',
  maxBuffer: 1e8,
});
const isAudited = /"auditReportVersion"/.test(stdout ?? '');

if (isAudited) {
  const { vulnerabilities } = JSON.parse(stdout);
  for (const { name, severity, range } of Object.values(vulnerabilities))
    say(`${name} ${range}: ${severity}`);
  say(
    `The registry audits, and knows of ${Object.keys(vulnerabilities).length} packages with a hole.`,
  );
  process.exitCode = status === 0 ? 0 : 1;
} else {
  const [reason = 'no answer'] =
    /\b(?:\d{3} [A-Z][^\n"]*|E[A-Z]{4,})/.exec(`${stderr ?? ''} ${stdout ?? ''}`) ?? [];
  const holes = knownHoles();
  say(`NOT AUDITED: the registry of this machine does not audit (${reason.trim()}).`);
  say('Run it where npm’s own registry is reached; CI on GitHub does.');
  for (const hole of holes) say(hole);
  say(`Of the advisories in test/advisories.json ${holes.length} concern the lockfile.`);
  process.exitCode = holes.length > 0 || isStrict ? 1 : 0;
}
