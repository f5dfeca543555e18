import type { Database } from '../../../platform/postgres/index.js';
import type { RetentionTask } from '../../../platform/retention/index.js';
import { moveMarkedRows } from './markedRows.js';
import { addPublishedDays, dropPublishedDays } from './publishedDays.js';

type Deps = Readonly<{ database: Database; keepMs: number }>;

/** What is published stays for `keepMs`, and then until its day in UTC is as old. */
export const outboxRetention = ({ database, keepMs }: Deps): RetentionTask => ({
  kind: 'outbox_days',
  remove: async (signal) => {
    await addPublishedDays(database, keepMs);
    await moveMarkedRows(database, signal);

    return dropPublishedDays(database, keepMs);
  },
});
