import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Mutant, mutants } from './kafkaMutants.js';

/**
 * Takes one behaviour of the broker away at a time, in a copy, and shows that the contract suite goes red every time.
 * Run: node --import tsx test/contracts/kafkaMutation.ts
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const copied = ['package.json', 'tsconfig.json', '.mocharc.json', 'platform', 'embedded', 'test'];

const copyProject = async (): Promise<string> => {
  const copy = await mkdtemp(join(tmpdir(), 'kafka-mutants-'));
  for (const name of copied) await cp(join(root, name), join(copy, name), { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));

  return copy;
};

/** Whether the suite is red without the behaviour. */
const isNoticed = async (copy: string, { file, from, to, suite }: Mutant): Promise<boolean> => {
  const path = join(copy, 'embedded/kafkaBroker', file);
  const source = await readFile(path, 'utf8');
  if (source.split(from).length !== 2) throw new Error(`${file} does not hold once: ${from}`);
  await writeFile(
    path,
    source.replace(from, () => to),
  );
  try {
    return (await exitCodeOf(copy, suite)) !== 0;
  } finally {
    await writeFile(path, source);
  }
};

const exitCodeOf = (copy: string, suite: string): Promise<number | null> => {
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
  const tests = `test/contracts/kafka${suite}.contract.test.ts`;
  const options = ['--bail', '--exit', '--timeout', '25000'];
  const child = spawn(process.execPath, [mocha, ...options, tests], { cwd: copy, stdio: 'ignore' });

  return new Promise((resolve) => void child.on('close', resolve));
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const copy = await copyProject();
let survivors = 0;
try {
  for (const mutant of mutants) {
    const noticed = await isNoticed(copy, mutant);
    if (!noticed) survivors += 1;
    say(`${noticed ? 'red  ' : 'GREEN'} without: ${mutant.behaviour} (${mutant.suite})`);
  }
} finally {
  await rm(copy, { recursive: true });
}
say(`${mutants.length - survivors} of ${mutants.length} missing behaviours were noticed`);
process.exitCode = survivors === 0 ? 0 : 1;
