import { parseArgs } from 'node:util';
import type { Database } from '../platform/postgres/index.js';
import { places } from '../services/operations/quarantine/places.js';
import { notWaiting, parseId, skip, withQuarantine } from './quarantined/withQuarantine.js';
import { runCommand } from './runCommand.js';

const help = `npm run quarantine -- list                          what waits for a person, one JSON line each
npm run quarantine -- show <id>                     all that is known of one, its content included
npm run quarantine -- retry <id> | --all            has it tried once more; what waits behind it follows
npm run quarantine -- skip <id> --reason <text>     goes on without it, for good; the reason is kept

  event:<position>            an event that cannot be projected; its stream waits behind it
  outbox:<position>.<number>  a message that the broker refuses; its key waits behind it
  message:<number>            a message that a consumer cannot handle; its key waits behind it

What could not be handled is also tried again by itself: once a minute, and at once by a new release.
QuickSale must run (on QUICKSALE_DATA, default .quicksale), or DATABASE_URL must name its database.
`;

const list = async (database: Database): Promise<void> => {
  for (const place of Object.values(places))
    for (const one of await place.list(database))
      process.stdout.write(`${JSON.stringify(withoutNulls(one))}\n`);
};

const withoutNulls = (line: object): object =>
  Object.fromEntries(Object.entries(line).filter(([, value]) => value !== null));

const show = async (database: Database, text: string): Promise<void> => {
  const { place, id } = parseId(text);
  const found = await place.show(database, id);
  if (found === null) throw notWaiting(text);
  process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
};

const retry = async (database: Database, text: string): Promise<void> => {
  const { place, id } = parseId(text);
  if (!(await place.retry(database, id))) throw notWaiting(text);
  process.stdout.write(`${text} is tried once more\n`);
};

const retryAll = async (database: Database): Promise<void> => {
  for (const place of Object.values(places))
    for (const { id } of await place.list(database)) await retry(database, id);
};

type Work = (database: Database) => Promise<void>;

type Asked = Readonly<{ id: string; all: boolean; reason: string }>;

/** Each returns null when the arguments do not fit together. */
const actions: Readonly<Partial<Record<string, (asked: Asked) => Work | null>>> = {
  list: ({ id, all }) => (id === '' && !all ? list : null),
  show: ({ id, all }) => (id === '' || all ? null : (database) => show(database, id)),
  retry: ({ id, all }) => {
    if (all) return id === '' ? retryAll : null;

    return id === '' ? null : (database) => retry(database, id);
  },
  skip: ({ id, all, reason }) =>
    id === '' || all || reason === '' ? null : (database) => skip(database, id, reason),
};

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      all: { type: 'boolean', default: false },
      reason: { type: 'string', default: '' },
      help: { type: 'boolean', default: false },
    },
  });
  const [action = '', id = '', ...others] = positionals;
  const run =
    values.help || others.length > 0
      ? null
      : (actions[action]?.({ id, all: values.all, reason: values.reason.trim() }) ?? null);
  if (run === null) {
    process.stdout.write(help);
    process.exitCode = values.help ? 0 : 1;

    return;
  }
  await withQuarantine(process.env, run);
};

runCommand(main);
