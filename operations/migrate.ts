import { migrate } from '../migrations/migrate.js';
import { databaseUrl, loadConfig, shownAddress } from '../platform/config/index.js';
import { errorText } from '../platform/process/index.js';
import { runCommand } from './runCommand.js';

const help = `npm run migrate

Brings the database that DATABASE_URL names to the newest schema, and says each migration that has run. A database that
is up to date stays as it is. Several may run at once: one migrates, the others wait for it.

After a failure (exit code 1) the migration that failed is not in the database, not even in part, and those before it
are: run the command again when the cause is mended. "npm start" migrates by itself.
`;

const main = async (args: readonly string[]): Promise<void> => {
  if (args.length > 0) {
    process.stdout.write(help);
    if (args[0] !== '--help') process.exitCode = 1;

    return;
  }
  const config = loadConfig({ databaseUrl }, process.env);
  const address = shownAddress(config.databaseUrl);
  process.stdout.write(`Migrating ${address}\n`);
  const ran = await migrateAt(config.databaseUrl, address);
  process.stdout.write(`The database is up to date; ${ran.length} migrations have run\n`);
};

const migrateAt = async (url: string, address: string): Promise<string[]> => {
  try {
    return await migrate(url, (name) => process.stdout.write(`  ${name}\n`));
  } catch (error) {
    throw new Error(`${address} cannot be migrated: ${reasonOf(error)}`, { cause: error });
  }
};

/** A host with several addresses fails with an error per address and no message of its own. */
const reasonOf = (error: unknown): string => {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');

  return errorText(error);
};

runCommand(main);
