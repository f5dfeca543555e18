import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigError, parseConnectionString, toClientString } from '../platform/config/index.js';
import { grantReadOfAll } from '../platform/eventStore/index.js';
import { runCommand } from './runCommand.js';

const help = `npm run access -- grant-read --account <name> --admin-url-file <file>

Lets an account of EventStoreDB read $all, which QuickSale needs and an account other than an admin lacks. It adds
the account to the roles that may read in the metadata of the stream $all; what else stands there is kept. Done
once, it lasts.

  --account          the account of EVENTSTORE_URL
  --admin-url-file   a file whose first line is a connection string with the credentials of an admin,
                     esdb://admin:<password>@<host>:2113; - reads it from the standard input
  --admin-url        the same on the command line, which everybody on the machine can read
`;

const main = async (): Promise<void> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      account: { type: 'string' },
      'admin-url': { type: 'string' },
      'admin-url-file': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { account, help: isHelp } = values;
  const adminUrl = values['admin-url'] ?? readUrl(values['admin-url-file']);
  const isComplete = positionals[0] === 'grant-read' && account !== undefined;
  if (isHelp || !isComplete || adminUrl === undefined) {
    process.stdout.write(help);
    process.exitCode = isHelp ? 0 : 1;

    return;
  }
  const isNew = await grantReadOfAll(toUrl(adminUrl), account);
  process.stdout.write(isNew ? `${account} may read $all\n` : `${account} may read $all already\n`);
};

/** A password in a file or a pipe is in no list of processes and in no history of a shell. */
const readUrl = (file: string | undefined): string | undefined =>
  file === undefined
    ? undefined
    : readFileSync(file === '-' ? process.stdin.fd : file, 'utf8')
        .trim()
        .split('\n')[0]
        ?.trim();

const toUrl = (text: string): string => {
  try {
    return toClientString(parseConnectionString(text));
  } catch (error) {
    throw new ConfigError([`--admin-url ${error instanceof Error ? error.message : 'is wrong'}`]);
  }
};

runCommand(main);
