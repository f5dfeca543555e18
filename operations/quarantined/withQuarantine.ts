import { createLogger } from '../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { requireServer } from '../servers.js';
import { events } from './events.js';
import { messages } from './messages.js';
import { outboxRows } from './outboxRows.js';
import type { QuarantinePlace } from './quarantined.js';

/** By what an id begins with. */
export const places: Readonly<Record<string, QuarantinePlace>> = {
  event: events,
  outbox: outboxRows,
  message: messages,
};

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

export type Named = Readonly<{ place: QuarantinePlace; id: string }>;

/** Throws a sentence for the user when the text is no id. */
export const parseId = (text: string): Named => {
  const [, kind = '', id = ''] = /^(\w+):(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const place = Object.hasOwn(places, kind) ? places[kind] : undefined;
  if (place === undefined || id.includes('.') !== (kind === 'outbox'))
    throw new Error(
      `"${text}" names nothing in quarantine; "npm run quarantine -- list" shows the ids, such as event:4711`,
    );

  return { place, id };
};

/** Throws a sentence for the user when nothing of that id waits. */
export const skip = async (database: Database, text: string, reason: string): Promise<void> => {
  const { place, id } = parseId(text);
  if (!(await place.skip(database, id, reason))) throw notWaiting(text);
  process.stdout.write(`${text} is skipped: ${reason}\n`);
};

export const notWaiting = (id: string): Error =>
  new Error(`${id} does not wait in quarantine; "npm run quarantine -- list" shows what does`);
