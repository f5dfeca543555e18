import type { NotificationRows } from '../notifications/notificationRows.js';

/** Asks for the last cursor of a user; who asks while a query is under way shares the next one. */
export const createCurrentCursors = (rows: NotificationRows) => {
  let next: Readonly<{ users: Set<string>; answer: Promise<Map<string, number>> }> | null = null;
  let running: Promise<unknown> = Promise.resolve();

  const ask = () => {
    const users = new Set<string>();
    const answer = running.then(() => {
      next = null;

      return rows.currentCursors([...users]);
    });
    running = answer.catch(() => undefined);

    return { users, answer };
  };

  return async (userId: string): Promise<number> => {
    next ??= ask();
    next.users.add(userId);

    return (await next.answer).get(userId) ?? 0;
  };
};
