import { parseArgs } from 'node:util';
import { onParentGone } from '../supervisor/parentGone.js';
import { adminLine, createReport, summary } from '../launcher/report.js';
import { type QuickSale, startQuickSale } from '../launcher/quickSale.js';
import { errorText } from '../../platform/process/index.js';

const help = `npm start -- [--processes] [--instances <n>]

Starts all of QuickSale on this machine and keeps it running until Ctrl-C.

  --processes   every service in a process of its own (otherwise they share two)
  --instances   so many of every service, 1 to 9, behind the gateway's port (docs/operations/instances.md)
  --help        this text

Variables: QUICKSALE_DATA (folder for state, default .quicksale), GATEWAY_PORT and the other <SERVICE>_PORTs,
POSTGRES_PORT, EVENTSTORE_PORT, KAFKA_PORT, REDIS_PORT (0 takes a free port); DATABASE_URL, EVENTSTORE_URL,
KAFKA_BROKERS, REDIS_URL use servers of your own. README.md says more.
`;

const options = {
  processes: { type: 'boolean', default: false },
  instances: { type: 'string', default: '1' },
  help: { type: 'boolean' },
} as const;

const main = async (): Promise<void> => {
  const { values } = parseArgs({ options });
  if (values.help === true) {
    process.stdout.write(help);

    return;
  }
  process.stdout.on('error', () => undefined);
  const report = createReport();
  const { started, stop } = startQuickSale({
    env: process.env,
    processes: values.processes,
    instances: countOf(values.instances),
    report,
    onFailed: (reason) => void leave(reason),
  });
  const state = { isLeaving: false };
  const leave = async (reason?: Error) => {
    if (state.isLeaving) return;
    state.isLeaving = true;
    report.line('Stopping …');
    const failure = await stop().then(
      () => reason,
      (error: unknown) => reason ?? error,
    );
    report.line('Stopped.');
    if (failure !== undefined) complain(failure);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => void leave());
  onParentGone(() => void leave());

  await started.then(
    (system) => (state.isLeaving ? undefined : report.line(ready(system))),
    (error: unknown) => (state.isLeaving ? undefined : complain(error)),
  );
};

const countOf = (text: string): number => {
  if (!/^[1-9]$/.test(text)) throw new Error(`--instances ${text}: must be a number from 1 to 9`);

  return Number(text);
};

const complain = (error: unknown): void => {
  process.stderr.write(`${errorText(error)}\n`);
  process.exit(1);
};

const ready = (system: QuickSale): string =>
  [
    '',
    'QuickSale is ready.',
    summary(system.endpoints, system.folder),
    ...(system.isNewAdmin
      ? [
          `  Admin       ${system.admin.email}, password ${system.admin.password} (shown only this once)`,
        ]
      : [adminLine(system.admin.email, process.env)]),
    '',
    'Try "npm run demo" in another terminal. Ctrl-C stops everything; state is kept.',
  ].join('\n');

await main().catch(complain);
