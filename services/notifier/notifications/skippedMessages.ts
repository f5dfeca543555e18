import type { Queryable } from '../../../platform/postgres/index.js';
import type { RetentionTask } from '../../../platform/retention/index.js';

/**
 * In days, as long as a dead letter stays: no topic keeps the message for longer, so that its
 * repeat need not be recognised any more.
 */
const keepDays = 365;

const batchSize = 1_000;

/** Deletes messages of all groups that operators have skipped a year ago. */
export const skippedMessages = (database: Queryable): RetentionTask => ({
  kind: 'skipped_messages',
  remove: async (signal) => {
    let total = 0;
    while (!signal.aborted) {
      const { length } = await database.query(deleteOldest, [keepDays, batchSize]);
      total += length;
      if (length < batchSize) break;
    }

    return total;
  },
});

const deleteOldest = `
  DELETE FROM messaging.quarantined_messages WHERE id IN (
    SELECT id FROM messaging.quarantined_messages
    WHERE skipped_at < now() - $1 * interval '1 day' LIMIT $2)
  RETURNING 1`;
