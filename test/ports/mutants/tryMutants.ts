import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../architecture/repository.js';
import type { Mutant } from './mutant.js';

type Options = Readonly<{
  mutants: readonly Mutant[];
  /** Folders of the repository that the mutants and their suites need. */
  folders: readonly string[];
}>;

const linked = ['node_modules', 'package.json', 'tsconfig.json', '.mocharc.json'];
const suiteTakesAtMostMs = 180_000;

/**
 * Plants one mutant at a time in a copy, and runs the suite that should notice. The process ends
 * with exit code 1 when one stays green, or when a suite is red twice without any change; throws
 * when a mutant does not fit the code.
 */
export const tryMutants = async ({ mutants, folders }: Options): Promise<void> => {
  for (const mutant of mutants) await assertFits(mutant);
  const copy = await copyOf(folders);
  try {
    const survivors = await survivorsAmong(copy, mutants);
    say(`${mutants.length - survivors} of ${mutants.length} mutants were noticed`);
    process.exitCode = survivors === 0 ? 0 : 1;
  } finally {
    await rm(copy, { recursive: true });
  }
};

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** Inside the repository, so that modules are found as they are here. */
const copyOf = async (folders: readonly string[]): Promise<string> => {
  const cache = join(root, '.cache');
  await mkdir(cache, { recursive: true });
  const copy = await mkdtemp(join(cache, 'mutants-'));
  for (const folder of folders)
    await cp(join(root, folder), join(copy, folder), { recursive: true });
  for (const name of linked) await symlink(join(root, name), join(copy, name));

  return copy;
};

const isGreen = async (copy: string, suite: string): Promise<boolean> => {
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
  const child = spawn(process.execPath, [mocha, '--bail', '--exit', '--timeout', '25000', suite], {
    cwd: copy,
    stdio: 'ignore',
    timeout: suiteTakesAtMostMs,
    env: { ...process.env, EVENTSTORE_URL: '', KAFKA_BROKERS: '' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];

  return code === 0;
};

const survives = async (copy: string, { file, from, to, suite }: Mutant): Promise<boolean> => {
  const path = join(copy, file);
  const original = await readFile(path, 'utf8');
  await writeFile(
    path,
    original.replace(from, () => to),
  );
  try {
    return await isGreen(copy, suite);
  } finally {
    await writeFile(path, original);
  }
};

/** A mutant that no longer fits the code would change nothing, or too much. */
const assertFits = async ({ file, from }: Mutant): Promise<void> => {
  const count = (await readFile(join(root, file), 'utf8')).split(from).length - 1;
  if (count !== 1) throw new Error(`${file} holds '${from}' ${count} times`);
};

/** How many were not noticed; all of a suite that is red without any change count as such. */
const survivorsAmong = async (copy: string, mutants: readonly Mutant[]): Promise<number> => {
  let survivors = 0;
  for (const suite of new Set(mutants.map((mutant) => mutant.suite))) {
    const ofSuite = mutants.filter((mutant) => mutant.suite === suite);
    survivors += await survivorsOf(copy, suite, ofSuite);
  }

  return survivors;
};

const survivorsOf = async (
  copy: string,
  suite: string,
  mutants: readonly Mutant[],
): Promise<number> => {
  if (!(await isGreen(copy, suite)) && !(await isGreen(copy, suite))) {
    say(`RED   without any change: ${suite}`);

    return mutants.length;
  }
  let survivors = 0;
  for (const mutant of mutants) {
    const survived = await survives(copy, mutant);
    survivors += survived ? 1 : 0;
    say(`${survived ? 'GREEN' : 'red  '} without: ${mutant.behaviour}`);
  }

  return survivors;
};
