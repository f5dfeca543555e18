import type {
  ListNotificationsQuery,
  Notification,
} from '../../../contracts/http/notifications.js';
import type { Database } from '../../../platform/postgres/index.js';

/** A row as it is stored; `cursor` counts the notifications of its user. */
export type NotificationRow = Readonly<{
  id: string;
  user_id: string;
  cursor: number;
  order_id: string;
  type: Notification['type'];
  message: string;
  data: StoredNotification;
  read_at: Date | null;
  created_at: Date;
}>;

/** What a row holds; `placedAt` is that of the order, in rows that say what became of it. */
export type StoredNotification = Notification['data'] & Readonly<{ placedAt?: string }>;

/** A user, and the cursor after which to read. */
type After = Readonly<{ userId: string; cursor: number }>;

export type OwnedNotification = Readonly<{
  userId: string;
  notification: Notification;
  placedAt: string | null;
}>;

/**
 * Reads and marks `notify.*`; what belongs to another user is not found. Marks are transactions:
 * when a statement gets no answer, nothing has been changed.
 */
export const createNotificationRows = (database: Database) => ({
  /** Returns the next rows of each user in cursor order, at most `limit` of each. */
  after: async (users: readonly After[], limit: number): Promise<OwnedNotification[]> => {
    const rows = await database.query<NotificationRow>(rowsAfter, [
      users.map(({ userId }) => userId),
      users.map(({ cursor }) => cursor),
      limit,
    ]);

    return rows.map(toOwned);
  },

  /** Returns the last cursor of each of these users; 0 where there is none. */
  currentCursors: async (userIds: readonly string[]): Promise<Map<string, number>> => {
    const rows = await database.query<{ user_id: string; cursor: number }>(lastCursors, [userIds]);
    const known = new Map(rows.map((row) => [row.user_id, row.cursor]));

    return new Map(userIds.map((userId) => [userId, known.get(userId) ?? 0]));
  },

  list: async (
    userId: string,
    { after, unread, limit }: ListNotificationsQuery,
  ): Promise<Readonly<{ notifications: Notification[]; total: number }>> => {
    const [rows, [count]] = await Promise.all([
      database.query<NotificationRow>(page, [userId, after, unread, limit]),
      database.query<{ total: number }>(total, [userId, after, unread]),
    ]);

    return { notifications: rows.map(toNotification), total: count?.total ?? 0 };
  },

  /** Returns null when the user has no such notification. The time of the first call is kept. */
  markRead: async (userId: string, id: string): Promise<Notification | null> => {
    const [row] = await database.transaction((client) =>
      client.query<NotificationRow>(markOne, [userId, id]),
    );

    return row === undefined ? null : toNotification(row);
  },

  /** Returns how many had not been read before. */
  markAllRead: async (userId: string): Promise<number> =>
    (await database.transaction((client) => client.query(markAll, [userId]))).length,
});

export type NotificationRows = ReturnType<typeof createNotificationRows>;

export const toOwned = (row: NotificationRow): OwnedNotification => ({
  userId: row.user_id,
  notification: toNotification(row),
  placedAt: row.data.placedAt ?? null,
});

const toNotification = ({
  data: { placedAt: _, ...data },
  ...row
}: NotificationRow): Notification => ({
  id: row.id,
  cursor: row.cursor,
  orderId: row.order_id,
  type: row.type,
  message: row.message,
  data,
  readAt: row.read_at?.toISOString() ?? null,
  createdAt: row.created_at.toISOString(),
});

const columns =
  'n.id, n.user_id, n.cursor, n.order_id, n.type, n.message, n.data, n.read_at, n.created_at';

const rowsAfter = {
  name: 'notifier_rows_after',
  text: `
    SELECT ${columns}
    FROM unnest($1::uuid[], $2::bigint[]) AS u(user_id, cursor)
    CROSS JOIN LATERAL (
      SELECT * FROM notify.notifications AS n
      WHERE n.user_id = u.user_id AND n.cursor > u.cursor
      ORDER BY n.cursor LIMIT $3
    ) AS n
    ORDER BY n.user_id, n.cursor`,
} as const;

const lastCursors = {
  name: 'notifier_last_cursors',
  text: 'SELECT user_id, cursor FROM notify.cursors WHERE user_id = ANY ($1::uuid[])',
} as const;

const matching = 'n.user_id = $1 AND n.cursor > $2 AND (NOT $3 OR n.read_at IS NULL)';

const page = `
  SELECT ${columns} FROM notify.notifications AS n WHERE ${matching} ORDER BY n.cursor LIMIT $4`;

const total = `SELECT count(*) AS total FROM notify.notifications AS n WHERE ${matching}`;

const markOne = `
  UPDATE notify.notifications AS n SET read_at = coalesce(n.read_at, now())
  WHERE n.user_id = $1 AND n.id = $2 RETURNING ${columns}`;

const markAll = `
  UPDATE notify.notifications SET read_at = now() WHERE user_id = $1 AND read_at IS NULL RETURNING id`;
