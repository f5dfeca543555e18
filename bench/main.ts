import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benches } from './catalogue.js';
import { newestResults, readResults, toComparison } from './harness/compareRuns.js';
import { runBenches } from './harness/runBenches.js';

const help = `npm run bench -- [name …] [--quick] [--profile <folder>] [--compare <file>]

${benches.map(({ name, question }) => `  ${name.padEnd(22)}${question}`).join('\n')}

  --quick             every figure once and small, to see that it works; no results are written
  --profile <folder>  CPU profiles (.cpuprofile) of the services of flashSale or soldOut, for Chrome's DevTools or speedscope;
                      flame graphs of them go with the results
  --buyers <number>   instead of the 10 000 of sellOut; figures of another number are not compared
  --compare <file>    a table of that run beside the one that was just made; without names, beside the last one
`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'string' },
      buyers: { type: 'string' },
      compare: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((wanted) => benches.every(({ name }) => name !== wanted));
  if (values.help || unknown.length > 0) {
    process.stdout.write(`${unknown.map((name) => `There is no ${name}.\n`).join('')}${help}`);
    process.exitCode = unknown.length > 0 ? 1 : 0;

    return;
  }
  // from dist/bench
  const root = join(fileURLToPath(import.meta.url), '..', '..', '..');
  const { compare } = values;
  if (compare === undefined || positionals.length > 0) await run(root, positionals, values);
  if (compare !== undefined) print(root, compare);
};

const print = (root: string, compare: string): void => {
  const newest = newestResults(root);
  const text =
    newest === null
      ? 'There are no results to compare with.'
      : toComparison(readResults(compare), readResults(newest));
  process.stdout.write(`\n${text}\n`);
};

type Options = Readonly<{
  quick: boolean;
  profile?: string | undefined;
  buyers?: string | undefined;
}>;

const run = (root: string, names: readonly string[], options: Options): Promise<void> =>
  runBenches(
    benches.filter(({ name }) => names.length === 0 || names.includes(name)),
    {
      root,
      isQuick: options.quick,
      profiles: options.profile ?? null,
      buyers: options.buyers === undefined ? null : Number(options.buyers),
    },
  );

await main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
// sockets of a load generator may linger
process.exit();
