import { expect } from 'chai';
import { connectDatabase, type Database } from '../../../../platform/postgres/index.js';
import { skippedMessages } from '../../../../services/notifier/notifications/skippedMessages.js';
import { silent } from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';

describe('quarantined messages that were skipped', () => {
  let database: Database;

  before(async () => {
    database = connectDatabase({ url: await freshDatabase(), logger: silent });
  });
  after(() => database.stop());

  it('are deleted after a year, and those that wait stay however long', async () => {
    for (const [offset, skipped] of [
      [1, '366 days'],
      [2, '364 days'],
      [3, null],
    ] as const)
      await database.query(
        `INSERT INTO messaging.quarantined_messages
           (group_id, topic, partition, "offset", record_time, headers, state, error,
            quarantined_at, skipped_at)
         VALUES ('orders', 'inventory.result', 0, $1, 0, '[]', 'undecided', 'x',
           now() - interval '400 days', now() - $2::interval)`,
        [offset, skipped],
      );
    const removed = await skippedMessages(database).remove(new AbortController().signal);
    const left = await database.query<{ offset: number }>(
      'SELECT "offset" FROM messaging.quarantined_messages ORDER BY "offset"',
    );

    expect(removed).to.equal(1);
    expect(left.map(({ offset }) => offset)).to.deep.equal([2, 3]);
  });
});
