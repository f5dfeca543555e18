import { connectWithAccess } from '../../../platform/eventStore/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import {
  connectDatabase,
  type Database,
  runExclusively,
} from '../../../platform/postgres/index.js';
import type { OutboxRow } from '../../../projections/outbox/outboxRow.js';
import { addToOutbox } from './addToOutbox.js';
import { droppedUntil, publishedRows } from './publishedRows.js';
import type { Selection } from './selection.js';
import { storedRows } from './storedRows.js';

type Deps = Readonly<{ databaseUrl: string; eventStoreUrl: string; logger: Logger }>;

type Options = Readonly<{
  /** Null: since the order was placed. */
  from: Date | null;
  /** Null: until now. */
  to: Date | null;
  orderId: string | null;
  /** Called with the number of messages so far. */
  onProgress: (messages: number) => void;
}>;

export type Republished = Readonly<{
  messages: number;
  /** Where the messages came from. */
  source: 'table' | 'store';
  /** Events that this release cannot read. */
  unreadable: number;
}>;

const queryTimeoutMs = 5 * 60_000;

/**
 * Puts messages back into the outbox, in the order of their events: those that were published
 * within the time, while they are kept, otherwise those of the events recorded within it. Consumers
 * recognise repeats. Throws AlreadyRunning, and when the bridge publishes nothing.
 */
export const republish = async (deps: Deps, options: Options): Promise<Republished> => {
  const { databaseUrl: url, logger } = deps;
  const database = connectDatabase({ url, logger, max: 2, queryTimeoutMs });
  try {
    return await runExclusively({ url, lock: 'republish' }, async () => {
      const selection = await selectionOf(database, options);
      if (selection.orderId === null) await forgetFeed(database);
      const dropped = await droppedUntil(database);

      return dropped === null || selection.from >= dropped
        ? await fromTable(database, selection, options)
        : await fromStore({ ...deps, database }, selection, options);
    });
  } finally {
    await database.stop();
  }
};

const selectionOf = async (database: Database, options: Options): Promise<Selection> => {
  const { orderId } = options;
  const from = options.from ?? (await placedAt(database, orderId));
  const to = options.to ?? (await timeOf(database));

  return { from, to, orderId };
};

const timeOf = async (database: Database): Promise<Date> => {
  const [row] = await database.query<{ now: Date }>('SELECT clock_timestamp() AS now');

  return row?.now ?? new Date();
};

/** The topics about products have the latest state of each: the bridge sends it once more. */
const forgetFeed = async (database: Database): Promise<void> => {
  await database.query('DELETE FROM messaging.catalogue_feed');
};

/** Some time before, since clocks differ. */
const placedAt = async (database: Database, orderId: string | null): Promise<Date> => {
  const [order] = await database.query<{ since: Date }>(
    "SELECT created_at - interval '1 hour' AS since FROM read.orders WHERE order_id = $1",
    [orderId],
  );
  if (order === undefined) throw new Error(`There is no order ${orderId}`);

  return order.since;
};

const fromTable = async (
  database: Database,
  selection: Selection,
  { onProgress }: Options,
): Promise<Republished> => ({
  messages: await addAll(database, publishedRows(database, selection), onProgress),
  source: 'table',
  unreadable: 0,
});

const fromStore = async (
  { database, eventStoreUrl, logger }: Deps & Readonly<{ database: Database }>,
  selection: Selection,
  { onProgress }: Options,
): Promise<Republished> => {
  const onDenied = () => undefined;
  const eventStore = await connectWithAccess(eventStoreUrl, { logger, onDenied });
  let unreadable = 0;
  const onUnreadable = () => {
    unreadable += 1;
  };
  try {
    const rows = storedRows({ database, eventStore, onUnreadable }, selection);

    return {
      messages: await addAll(database, rows, onProgress),
      source: 'store',
      unreadable,
    };
  } finally {
    await eventStore.stop();
  }
};

const addAll = async (
  database: Database,
  pages: AsyncIterable<readonly OutboxRow[]>,
  onProgress: (messages: number) => void,
): Promise<number> => {
  let messages = 0;
  for await (const page of pages) {
    messages += await addToOutbox(database, page);
    onProgress(messages);
  }

  return messages;
};
