import { pause } from '../../../platform/concurrency/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import type { RetentionTask } from '../../../platform/retention/index.js';

type Options = Readonly<{ keepMs: number; batchSize?: number }>;

/** In milliseconds: others have the database in between. */
const betweenMs = 20;

/**
 * Deletes notifications in batches, a day after their messages are no longer taken: clocks of
 * machines differ, and a message whose notification is gone must not make it again.
 */
export const oldNotifications = (
  database: Queryable,
  { keepMs, batchSize = 1_000 }: Options,
): RetentionTask => ({
  kind: 'notifications',
  remove: async (signal) => {
    let total = 0;
    while (!signal.aborted) {
      const { length } = await database.query(deleteOldest, [keepMs, batchSize]);
      total += length;
      if (length < batchSize) break;
      await pause(betweenMs, signal);
    }

    return total;
  },
});

const deleteOldest = `
  DELETE FROM notify.notifications WHERE id IN (
    SELECT id FROM notify.notifications
    WHERE created_at < now() - $1 * interval '1 ms' - interval '1 day'
    ORDER BY created_at LIMIT $2)
  RETURNING 1`;
