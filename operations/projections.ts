import { parseArgs } from 'node:util';
import { createLogger } from '../platform/logging/index.js';
import {
  AlreadyRunning,
  readModelNames,
  type ReadModelName,
  rebuildReadModels,
  type Rebuilt,
  SwapRefused,
} from '../services/projector/rebuildReadModels.js';
import { createProgressBar } from './progressBar.js';
import { runCommand } from './runCommand.js';
import { requireServer } from './servers.js';

const help = `npm run projections -- rebuild [${readModelNames.join(' | ')}] [--check] [--accept-differences]
npm run projections -- rebuild --from-store

Builds the read models (or one of them) again from the first event, beside the live ones and while those serve; then
says what is different and puts them in their place. With --check it only says what is different (exit code 2 when
something is). Neither writes outbox rows or notifications.

A swap that would empty a table, or change more than 100 rows and more than a tenth of it, is refused (exit code 3): it
is rather the wrong event store or a faulty release than so many faulty rows. --accept-differences swaps all the same.
--from-store is the way out when the event store was restored from an older copy, or replaced on purpose, and the
projector has halted: the read models are built again to the end of the store, messages about events that it does not
hold are removed from the outbox, and the checkpoint goes back to the last event that both have. The projector goes on
from there by itself, and writes the messages that are missing. Not for a wrong EVENTSTORE_URL: correct that instead.
One rebuild runs at a time; another ends at once (exit code 75).

QuickSale must run (on QUICKSALE_DATA, default .quicksale), or DATABASE_URL and EVENTSTORE_URL must name its servers.
`;

const isReadModel = (name: string): name is ReadModelName =>
  (readModelNames as readonly string[]).includes(name);

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: 'boolean', default: false },
      'accept-differences': { type: 'boolean', default: false },
      'from-store': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [action, ...names] = positionals;
  const fromStore = values['from-store'];
  const isWhole = !fromStore || names.length === 0;
  if (values.help || action !== 'rebuild' || !isWhole || !names.every(isReadModel)) {
    process.stdout.write(help);
    process.exitCode = values.help ? 0 : 1;

    return;
  }
  const bar = createProgressBar(process.stderr);
  const rebuilt = await rebuildReadModels(
    {
      databaseUrl: requireServer('postgres', process.env),
      eventStoreUrl: requireServer('eventStore', process.env),
      logger: createLogger({ name: 'projections', level: 'error' }),
    },
    {
      names: names.length > 0 ? names : readModelNames,
      onlyCheck: values.check,
      acceptDifferences: values['accept-differences'],
      fromStore,
      onProgress: bar.show,
    },
  ).finally(bar.end);
  process.stdout.write(toText(rebuilt));
  if (values.check && rebuilt.differences.some(({ examples }) => examples.length > 0))
    process.exitCode = 2;
};

const toText = ({ events, position, differences, swapped, lostMessages }: Rebuilt): string =>
  [
    `${events} events, up to position ${position}`,
    ...differences.flatMap(({ table, rows, surplus, missing, changed, examples }) => [
      `read.${table}: ${rows} rows rebuilt; of the live ones ${changed} changed, ${surplus} surplus, ${missing} missing`,
      ...examples.map((example) => `  ${example}`),
    ]),
    ...(lostMessages > 0 ? [`${lostMessages} messages about lost events removed`] : []),
    swapped ? 'The rebuilt tables are live.' : 'Nothing was swapped.',
    '',
  ].join('\n');

/** Exit codes by which a script can tell a refusal from a failure; 75 is "try again later". */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof SwapRefused) return 3;

  return error instanceof AlreadyRunning ? 75 : 1;
};

runCommand(main, exitCodeOf);
