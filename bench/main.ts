import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benches } from './catalogue.js';
import { runBenches } from './harness/runBenches.js';

const help = `npm run bench -- [name …] [--quick] [--profile <folder>]

${benches.map(({ name, question }) => `  ${name.padEnd(22)}${question}`).join('\n')}

  --quick             every figure once and small, to see that it works; no results are written
  --profile <folder>  CPU profiles (.cpuprofile) of the services of flashSale, for Chrome's DevTools or speedscope;
                      flame graphs of them go with the results
`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      profile: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((wanted) => benches.every(({ name }) => name !== wanted));
  if (values.help || unknown.length > 0) {
    process.stdout.write(`${unknown.map((name) => `There is no ${name}.\n`).join('')}${help}`);
    process.exitCode = unknown.length > 0 ? 1 : 0;

    return;
  }
  await runBenches(
    benches.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
    // from dist/bench
    {
      root: join(fileURLToPath(import.meta.url), '..', '..', '..'),
      isQuick: values.quick,
      profiles: values.profile ?? null,
    },
  );
};

await main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
// sockets of a load generator may linger
process.exit();
