import { pause } from '../../platform/concurrency/index.js';
import { runDemo } from '../demo/runDemo.js';
import { withUserAdministration } from '../../operations/withUserAdministration.js';
import type { Admin } from '../launcher/catalogue.js';
import { type Endpoints, readEndpoints } from '../../operations/dataFolder.js';
import { isDataFolderLocked, openDataFolder, openSecrets } from '../launcher/dataFolder.js';
import { adminOf } from '../launcher/environment.js';
import { onParentGone } from '../supervisor/parentGone.js';
import { startQuickSale } from '../launcher/quickSale.js';
import { adminLine, createReport } from '../launcher/report.js';
import { errorText } from '../../platform/process/index.js';

const help = `npm run demo -- [--short]

Plays a flash sale: 20 buyers, 5 units; then one waits for a unit that another does not pay. On the system that runs on QUICKSALE_DATA (default .quicksale); when none
runs, it starts one there and stops it afterwards. Exit code 0 when everything came out as promised.

  --short   the sale alone: who waits for a unit waits half a minute
`;

type System = Readonly<{
  endpoints: Endpoints;
  admin: Admin;
  stop: () => Promise<void>;
}>;

const report = createReport();

const findOrStart = async (): Promise<System> => {
  const folder = openDataFolder(process.env);

  return (await isDataFolderLocked(folder)) ? findRunning(folder) : startOwn();
};

/** It may still be starting; then it is waited for as long as its launcher lives. */
const findRunning = async (folder: string): Promise<System> => {
  for (;;) {
    const endpoints = readEndpoints(folder);
    if (endpoints !== null) {
      report.line(`QuickSale runs already: ${endpoints.gateway}`);
      const admin = adminOf(process.env, openSecrets(folder));

      return { endpoints, admin, stop: () => Promise.resolve() };
    }
    if (!(await isDataFolderLocked(folder)))
      throw new Error(`The QuickSale on ${folder} has ended without getting ready`);
    await pause(200);
  }
};

const startOwn = async (): Promise<System> => {
  report.line('QuickSale does not run yet: starting it for the demo.');
  const onFailed = ({ message }: Error) => {
    report.line(message);
    leave();
  };
  const options = { env: process.env, processes: false, report, onFailed };
  const { started, stop } = startQuickSale(options);
  const leave = () => void stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, leave);
  onParentGone(leave);

  return { ...(await started), stop };
};

const main = async (): Promise<number> => {
  const { endpoints, admin, stop } = await findOrStart();
  const deps = { env: process.env, databaseUrl: endpoints.postgres };
  try {
    const isAsPromised = await runDemo({
      gateway: endpoints.gateway,
      auth: endpoints.auth,
      kafkaBrokers: endpoints.kafka.split(','),
      admin,
      addUsers: (count) =>
        withUserAdministration(deps, (administration) => administration.addUsers(count)),
      say: report.line,
      isShort: process.argv.includes('--short'),
    });

    report.line(`\n${adminLine(admin.email, process.env)}`);

    return isAsPromised ? 0 : 1;
  } finally {
    await stop();
  }
};

if (process.argv.includes('--help')) process.stdout.write(help);
else
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${errorText(error)}\n`);
      process.exit(1);
    },
  );
