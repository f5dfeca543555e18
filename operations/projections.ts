import { parseArgs } from 'node:util';
import { createLogger } from '../platform/logging/index.js';
import {
  AlreadyRunning,
  QuarantineChanged,
  readModelNames,
  type ReadModelName,
  rebuildReadModels,
  type Rebuilt,
  SwapRefused,
} from '../services/projector/rebuildReadModels.js';
import { skip, withQuarantine } from './quarantined/withQuarantine.js';
import { createProgressBar } from './terminal/progressBar.js';
import { runCommand } from './runCommand.js';
import { requireServer } from './servers.js';

const help = `npm run projections -- rebuild [${readModelNames.join(' | ')}] [--check] [--accept-differences]
npm run projections -- rebuild --from-store
npm run projections -- skip <position> --reason <text>

Builds the read models (or one of them) again from the first event, beside the live ones and while those serve; then
says what is different and puts them in their place. With --check it only says what is different (exit code 2 when
something is). Neither writes outbox rows or notifications.

A swap that would empty a table, or change more than 100 rows and more than a tenth of it, is refused (exit code 3): it
is rather the wrong event store or a faulty release than so many faulty rows. --accept-differences swaps all the same.
--from-store is the way out when the event store was restored from an older copy, or replaced on purpose, and the
projector has halted: the read models are built again to the end of the store, messages about events that it does not
hold are removed from the outbox, and the checkpoint goes back to the last event that both have. The projector goes on
from there by itself, and writes the messages that are missing. Not for a wrong EVENTSTORE_URL: correct that instead.
One rebuild runs at a time; another ends at once (exit code 75), as does one during which a stream goes into quarantine
or out of it.

skip lets a stream go on without the event at that position, which could not be projected. The reason is kept, and
shown by /ready of the projector. It is the same as "npm run quarantine -- skip event:<position>".

QuickSale must run (on QUICKSALE_DATA, default .quicksale), or DATABASE_URL and EVENTSTORE_URL must name its servers.
`;

const isReadModel = (name: string): name is ReadModelName =>
  (readModelNames as readonly string[]).includes(name);

const options = {
  check: { type: 'boolean', default: false },
  'accept-differences': { type: 'boolean', default: false },
  'from-store': { type: 'boolean', default: false },
  reason: { type: 'string', default: '' },
  help: { type: 'boolean', default: false },
} as const;

const parseArguments = () => parseArgs({ allowPositionals: true, options });

type Values = ReturnType<typeof parseArguments>['values'];

const main = async (): Promise<void> => {
  const { values, positionals } = parseArguments();
  const [action = '', ...names] = positionals;
  const run = values.help ? undefined : (actions[action]?.(values, names) ?? undefined);
  if (run === undefined) {
    process.stdout.write(help);
    process.exitCode = values.help ? 0 : 1;

    return;
  }
  await run;
};

/** Undefined when the arguments do not fit together. */
type Action = (values: Values, names: readonly string[]) => Promise<void> | undefined;

const actions: Readonly<Partial<Record<string, Action>>> = {
  rebuild: (values, names) =>
    names.every(isReadModel) && !(values['from-store'] && names.length > 0)
      ? rebuildNamed(values, names)
      : undefined,
  skip: ({ reason }, [position, ...others]) =>
    position !== undefined && others.length === 0 && reason.trim() !== ''
      ? withQuarantine(process.env, (on) => skip(on, `event:${position}`, reason.trim()))
      : undefined,
};

const rebuildNamed = async (values: Values, names: readonly ReadModelName[]): Promise<void> => {
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
      fromStore: values['from-store'],
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

  return error instanceof AlreadyRunning || error instanceof QuarantineChanged ? 75 : 1;
};

runCommand(main, exitCodeOf);
