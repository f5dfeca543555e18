import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { equivalents } from './equivalents.js';
import { type Mutant, mutantsOf, nameOf } from './mutants.js';
import { createSandbox } from './sandbox.js';

/**
 * Changes the rules one place at a time and expects a test to notice: exit code 1 when one
 * survives.
 */
const root = fileURLToPath(new URL('../..', import.meta.url));
const leastMutants = 60;

/** Whatever decides: the aggregates, and what messages cause. */
const folders = ['domain', 'services/inventory/policies', 'services/orders/policies'];

const policyTests = [
  'test/services/inventory/policies.unit.test.ts',
  'test/services/orders/policies.unit.test.ts',
];

const filesUnder = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .sort();

const isRule = (file: string): boolean =>
  file.endsWith('.ts') && !/(events|commands|index|decider)\.ts$/.test(file);

const isUnitTest = (file: string): boolean =>
  file.endsWith('.unit.test.ts') && !file.endsWith('orderFlow.unit.test.ts');

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

const run = (): number => {
  const started = performance.now();
  const sandbox = createSandbox(root, [
    ...filesUnder('test/domain').filter(isUnitTest),
    ...policyTests,
  ]);
  const broken = sandbox.firstFailure();
  if (broken !== null) {
    print(`The tests fail without any mutation: ${broken}`);

    return 1;
  }
  const survivors = folders
    .flatMap(filesUnder)
    .filter(isRule)
    .flatMap((file) => survivorsIn(file, sandbox.firstFailure));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const problems = problemsWith(survivors);

  print('');
  problems.forEach(print);
  print(
    `${total} mutants, ${total - survivors.length} killed, ${survivors.length} alive, ` +
      `${Object.keys(equivalents).length} of them known to be equivalent, ${seconds} s`,
  );

  return problems.length === 0 ? 0 : 1;
};

let total = 0;

const survivorsIn = (file: string, firstFailure: (mutant: Mutant) => string | null): Mutant[] => {
  const mutants = mutantsOf(file, readFileSync(join(root, file), 'utf8'));
  const alive = mutants.filter((mutant) => firstFailure(mutant) === null);
  total += mutants.length;
  print(
    `${file.padEnd(40)} ${String(mutants.length).padStart(4)} mutants ${String(alive.length).padStart(3)} alive`,
  );

  return alive;
};

const problemsWith = (survivors: readonly Mutant[]): string[] => {
  const names = new Set(survivors.map(nameOf));
  const unexpected = survivors.filter((mutant) => !(nameOf(mutant) in equivalents));
  const outdated = Object.keys(equivalents).filter((name) => !names.has(name));

  return [
    ...unexpected.map((mutant) => `survived: line ${mutant.line} of ${nameOf(mutant)}`),
    ...outdated.map((name) => `not alive any more, take it off the list: ${name}`),
    ...(total < leastMutants ? [`only ${total} mutants, expected ${leastMutants} at least`] : []),
  ];
};

process.exitCode = run();
