import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { dataFolderOf } from '../../operations/dataFolder.js';
import { serviceNames } from '../launcher/layout.js';
import { followLog } from '../logs/followLog.js';
import { toReadableLine } from '../logs/readableLine.js';
import { errorText } from '../../platform/process/index.js';

const help = `npm run logs                  follows the logs of npm start
npm run logs -- orders        only what orders writes; also the name of a log, such as workers
npm run logs -- --once        prints the last lines and ends

The logs are in QUICKSALE_DATA (default .quicksale), folder logs: a file per process, JSON lines.
`;

const everyMs = 300;

const main = (args: readonly string[]): void => {
  const folder = join(dataFolderOf(process.env), 'logs');
  if (!existsSync(folder)) throw new Error(`There are no logs in ${folder} yet: run npm start`);
  const [wanted] = args.filter((argument) => !argument.startsWith('--'));
  requireKnown(wanted, folder);
  const followed = new Map<string, () => void>();
  const read = () => {
    for (const file of logsIn(folder)) {
      const name = basename(file, '.log');
      const readMore = followed.get(file) ?? followLog(file, (line) => show(line, name, wanted));
      followed.set(file, readMore);
      readMore();
    }
  };
  process.stdout.on('error', () => process.exit(0));
  read();
  if (!args.includes('--once')) setInterval(read, everyMs);
};

const show = (line: string, file: string, wanted: string | undefined): void => {
  const { service, text } = toReadableLine(line, file);
  if (wanted === undefined || wanted === service || wanted === file)
    process.stdout.write(`${text}\n`);
};

const logsIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => join(folder, name));

const requireKnown = (wanted: string | undefined, folder: string): void => {
  const known = [...serviceNames, ...logsIn(folder).map((file) => basename(file, '.log'))];
  if (wanted !== undefined && !known.includes(wanted))
    throw new Error(`Nothing is called ${wanted}; take one of ${[...new Set(known)].join(', ')}`);
};

if (process.argv.includes('--help')) process.stdout.write(help);
else
  try {
    main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${errorText(error)}\n`);
    process.exitCode = 1;
  }
