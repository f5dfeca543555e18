import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import {
  connectDatabase,
  type Database,
  pinnedPlans,
} from '../../../../platform/postgres/index.js';
import { writeNotifications } from '../../../../services/notifier/consumers/writeNotifications.js';
import { createNotificationRows } from '../../../../services/notifier/notifications/notificationRows.js';
import { oldNotifications } from '../../../../services/notifier/notifications/oldNotifications.js';
import { silent } from '../../../support/clients/messaging.js';
import { freshDatabase } from '../../../support/servers/postgres.js';
import { statusOf, toReceived } from '../notifierFixture.js';

const dayMs = 86_400_000;
const keepMs = 30 * dayMs;

describe('old notifications', () => {
  let database: Database;

  before(async () => {
    const url = await freshDatabase();
    database = connectDatabase({ url, logger: silent, settings: pinnedPlans });
  });

  after(() => database.stop());

  it('are deleted in batches, and leave the cursors as they are', async () => {
    const userId = randomUUID();
    await writeNotifications(database)(messagesOf(userId, 7));
    await database.query(
      `UPDATE notify.notifications SET created_at = now() - interval '32 days'
       WHERE user_id = $1 AND cursor <= 5`,
      [userId],
    );
    const removed = await oldNotifications(database, { keepMs, batchSize: 2 }).remove(signal);
    await writeNotifications(database)(messagesOf(userId, 1));
    const rows = createNotificationRows(database);
    const { notifications } = await rows.list(userId, { after: 2, unread: false, limit: 20 });

    expect(removed).to.equal(5);
    expect(notifications.map(({ cursor }) => cursor)).to.deep.equal([6, 7, 8]);
  });

  it('do not come again with their message, which is too old by then', async () => {
    const userId = randomUUID();
    const messages = messagesOf(userId, 3);
    const [first] = messages;
    const at = Date.parse(first?.headers.ce_time ?? '');
    const write = (time: number) =>
      writeNotifications(database, { keepMs, now: () => time })(messages);
    await write(at + keepMs);
    await write(at + keepMs);
    expect(await countOf(userId)).to.equal(3);
    await database.query('DELETE FROM notify.notifications WHERE user_id = $1', [userId]);
    await write(at + keepMs + 1);

    expect(await countOf(userId)).to.equal(0);
  });

  const { signal } = new AbortController();

  const messagesOf = (userId: string, count: number) =>
    Array.from({ length: count }, () => toReceived(statusOf({ userId })));

  const countOf = async (userId: string): Promise<unknown> =>
    (
      await database.query('SELECT count(*) FROM notify.notifications WHERE user_id = $1', [userId])
    )[0]?.['count'];
});
