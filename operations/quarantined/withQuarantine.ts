import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { quarantinePlaceOf, type PlaceOfId } from '../../services/operations/quarantine/places.js';
import { requireServer } from '../servers.js';

/**
 * Runs `work` on the database of the environment, or of the system that runs on the data folder.
 */
export const withQuarantine = async <T>(
  env: NodeJS.ProcessEnv,
  work: (database: Database) => Promise<T>,
): Promise<T> => {
  const logger = createLogger({ name: 'quarantine', level: 'error' });
  const database = connectDatabase({ url: requireServer('postgres', env), logger, max: 1 });
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
};

/** Throws a sentence for the user when the text is no id. */
export const parseId = (text: string): PlaceOfId => {
  const found = quarantinePlaceOf(text);
  if (found === null)
    throw new Error(
      `"${text}" names nothing in quarantine; "npm run quarantine -- list" shows the ids, such as event:4711`,
    );

  return found;
};

/** Throws a sentence for the user when nothing of that id waits. */
export const skip = async (database: Database, text: string, reason: string): Promise<void> => {
  const { place, id } = parseId(text);
  if (!(await place.skip(database, id, reason))) throw notWaiting(text);
  process.stdout.write(`${text} is skipped: ${reason}\n`);
};

export const notWaiting = (id: string): Error =>
  new Error(`${id} does not wait in quarantine; "npm run quarantine -- list" shows what does`);
