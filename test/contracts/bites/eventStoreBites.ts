import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Mutant, MUTANTS } from './eventStoreMutants.js';

/**
 * Does the event store contract bite? Takes one behaviour of the node out at a time, in a copy, and runs the suite
 * that should notice. Exit code 1 when a suite stays green, or when the unchanged node does not pass.
 * Run: node --import tsx test/contracts/bites/eventStoreBites.ts [word of the behaviours to try]
 */
const COPIED = ['embedded/eventStoreNode', 'platform/lifecycle', 'test/contracts', 'test/support'];
const LINKED = ['node_modules', 'package.json', 'tsconfig.json', '.mocharc.json'];
const TIME_LIMIT = 120_000;

async function copyOfTheNode(): Promise<string> {
  // Inside the repository, so that modules are found as they are here.
  const cache = join(process.cwd(), '.cache');
  await mkdir(cache, { recursive: true });
  const copy = await mkdtemp(join(cache, 'bites-'));
  for (const folder of COPIED) await cp(folder, join(copy, folder), { recursive: true });
  for (const name of LINKED) await symlink(join(process.cwd(), name), join(copy, name));

  return copy;
}

async function isGreen(copy: string, suite: string): Promise<boolean> {
  const args = ['node_modules/mocha/bin/mocha.js', '--bail', '--timeout', '15000', suite];
  const child = spawn(process.execPath, args, {
    cwd: copy,
    stdio: 'ignore',
    timeout: TIME_LIMIT,
    env: { ...process.env, EVENTSTORE_URL: '' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];

  return code === 0;
}

async function survives(copy: string, { file, from, to, suite }: Mutant): Promise<boolean> {
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
}

/** A mutant that no longer fits the code would change nothing, or too much. */
async function assertFits({ file, from }: Mutant): Promise<void> {
  const count = (await readFile(file, 'utf8')).split(from).length - 1;
  if (count !== 1) throw new Error(`${file} holds '${from}' ${count} times`);
}

async function main(): Promise<void> {
  const word = process.argv[2] ?? '';
  const mutants = MUTANTS.filter(({ behaviour }) => behaviour.includes(word));
  for (const mutant of mutants) await assertFits(mutant);
  const copy = await copyOfTheNode();
  let survivors = 0;
  try {
    for (const suite of new Set(mutants.map((mutant) => mutant.suite))) {
      if (!(await isGreen(copy, suite))) throw new Error(`${suite} is red without any change`);
    }
    for (const mutant of mutants) {
      const survived = await survives(copy, mutant);
      survivors += survived ? 1 : 0;
      process.stdout.write(`${survived ? 'GREEN  ' : 'red    '} ${mutant.behaviour}\n`);
    }
  } finally {
    await rm(copy, { recursive: true });
  }
  process.stdout.write(`${mutants.length - survivors} of ${mutants.length} noticed\n`);
  process.exitCode = survivors === 0 ? 0 : 1;
}

await main();
