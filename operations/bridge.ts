import { parseArgs } from 'node:util';
import { createLogger } from '../platform/logging/index.js';
import { AlreadyRunning } from '../platform/postgres/index.js';
import { republish, type Republished } from '../services/bridge/republish/republish.js';
import { runCommand } from './runCommand.js';
import { requireServer } from './servers.js';

const help = `npm run bridge -- republish --from <time> [--to <time>] [--order <id>]
npm run bridge -- republish --order <id>

Publishes messages once more, for when Kafka was lost or built anew: those that were published from a time on (up to
another, or until now), of all orders or of one. --order alone means all messages of that order. Consumers recognise
what they have handled, so take a time that is rather too early. Times are ISO 8601, 2026-11-27T09:00:00Z.

Messages come from the table of published ones as long as it keeps them (OUTBOX_RETENTION), and after that from the
events of the event store, which is read from about that time on. They are put back into the outbox; the bridge, which
must run, publishes them, and new ones do not wait for long behind them. One runs at a time; another ends at once
(exit code 75). What was interrupted may be repeated.

QuickSale must run (on QUICKSALE_DATA, default .quicksale), or DATABASE_URL and EVENTSTORE_URL must name its servers.
`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      order: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const isComplete = values.from !== undefined || values.order !== undefined;
  if (values.help || positionals.join(' ') !== 'republish' || !isComplete) {
    process.stdout.write(help);
    process.exitCode = values.help ? 0 : 1;

    return;
  }
  const republished = await republish(
    {
      databaseUrl: requireServer('postgres', process.env),
      eventStoreUrl: requireServer('eventStore', process.env),
      logger: createLogger({ name: 'bridge', level: 'error' }),
    },
    {
      from: toTime('--from', values.from),
      to: toTime('--to', values.to),
      orderId: toOrderId(values.order),
      onProgress: (messages) => process.stderr.write(`${messages} messages\n`),
    },
  );
  process.stdout.write(toText(republished));
};

const toTime = (option: string, text: string | undefined): Date | null => {
  if (text === undefined) return null;
  const time = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) || Number.isNaN(time.getTime()))
    throw new Error(`${option} must be a time with its zone, such as 2026-11-27T09:00:00Z`);

  return time;
};

const toOrderId = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text))
    throw new Error('--order must be the id of an order');

  return text.toLowerCase();
};

const toText = ({ messages, source, unreadable }: Republished): string =>
  [
    `${messages} messages put back into the outbox, from ${sources[source]}`,
    ...(unreadable > 0 ? [`${unreadable} events cannot be read by this release`] : []),
    '',
  ].join('\n');

const sources = { table: 'the published ones', store: 'the event store' } as const;

runCommand(main, (error) => (error instanceof AlreadyRunning ? 75 : 1));
