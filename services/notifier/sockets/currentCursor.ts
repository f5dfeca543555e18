import { createBatcher } from '../../../platform/concurrency/index.js';
import type { NotificationRows } from '../notifications/notificationRows.js';

/** Returns a function that reads the last cursor of a user; one query serves all who wait. */
export const createCurrentCursor = (
  rows: NotificationRows,
): ((userId: string) => Promise<number>) =>
  createBatcher({
    work: async (userIds) => {
      const cursors = await rows.currentCursors([...new Set(userIds)]);

      return userIds.map((userId) => cursors.get(userId) ?? 0);
    },
  });
