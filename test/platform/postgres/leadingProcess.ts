import { createLogger } from '../../../platform/logging/index.js';
import { withLeadership } from '../../../platform/postgres/index.js';

/** Competes for a lock in a process of its own, and prints when it leads and when no longer. */
const [url = '', lock = ''] = process.argv.slice(2);

withLeadership({
  url,
  lock,
  logger: createLogger({ name: 'leader', level: 'silent' }),
  lead: async (signal) => {
    process.stdout.write('leading\n');
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    process.stdout.write('no longer\n');
  },
});
