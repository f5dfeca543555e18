import type { Notification } from '../../../contracts/http/notifications.js';
import type { OrderUpdate } from '../../../contracts/socket/index.js';
import { jittered, pause } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { NotificationRows, OwnedNotification } from '../notifications/notificationRows.js';
import type { UserSocket } from './socketServer.js';
import type { Sessions } from './connectedSockets.js';

type Means = Readonly<{ rows: NotificationRows; sessions: Sessions; logger: Logger }>;

export type Push = Readonly<{
  /** These users may have new rows. */
  look: (userIds: readonly string[]) => void;
  lookAtAll: () => void;
  stop: () => Promise<void>;
}>;

const rowsPerTurn = 100;
const usersPerTurn = 2_000;
/** Nobody waits for this: rows come with a notification. Milliseconds. */
const netInterval = 1_000;

/**
 * Sends rows, and nothing but rows, in cursor order to each socket: replay and live pushes are the
 * same walk from the socket's own last cursor, so there is no seam between them. One turn at a time.
 */
export const createPush = ({ rows, sessions, logger }: Means): Push => {
  const stopping = new AbortController();
  let asked = new Set<string>();
  let working: Promise<void> | null = null;

  const turn = async (): Promise<void> => {
    const users = [...asked].slice(0, usersPerTurn);
    users.forEach((userId) => asked.delete(userId));
    try {
      const walkers = new Map(users.map((userId) => [userId, sessions.of(userId)]));
      const after = [...walkers].flatMap(toAfter);
      const found = after.length === 0 ? [] : await rows.after(after, rowsPerTurn);
      for (const userId of deliver(found, walkers)) asked.add(userId);
    } catch (error) {
      logger.warn({ err: error }, 'notifications cannot be read');
      asked = new Set([...users, ...asked]);
      await pause(jittered(500), stopping.signal);
    }
  };
  const work = async (): Promise<void> => {
    while (asked.size > 0 && !stopping.signal.aborted) await turn();
    working = null;
  };
  const look = (userIds: readonly string[]): void => {
    for (const userId of userIds) if (sessions.has(userId)) asked.add(userId);
    if (asked.size > 0) working ??= Promise.resolve().then(work);
  };
  const timer = setInterval(() => look(sessions.users()), netInterval);

  return {
    look,
    lookAtAll: () => look(sessions.users()),
    stop: async () => {
      clearInterval(timer);
      stopping.abort();
      await working;
    },
  };
};

/** The sockets of a user when the rows were asked for. Who comes later may need earlier rows, and waits for the next turn. */
type Walkers = ReadonlyMap<string, readonly UserSocket[]>;

const toAfter = ([userId, sockets]: readonly [string, readonly UserSocket[]]) =>
  sockets.length === 0
    ? []
    : [{ userId, cursor: Math.min(...sockets.map(({ data }) => data.sent)) }];

/** Answers the users that may have more rows than were read. */
const deliver = (found: readonly OwnedNotification[], walkers: Walkers): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { userId, notification } of found) {
    counts.set(userId, (counts.get(userId) ?? 0) + 1);
    for (const socket of walkers.get(userId) ?? [])
      if (notification.cursor > socket.data.sent) send(socket, notification);
  }

  return [...counts].filter(([, count]) => count === rowsPerTurn).map(([userId]) => userId);
};

/** Packets that may wait for a client that does not read. */
const mostWaiting = 1_000;

const send = (socket: UserSocket, notification: Notification): void => {
  if (!socket.connected) return;
  socket.data.waiting += 1;
  if (socket.data.waiting > mostWaiting) {
    // it comes back with the cursor of what it has read
    socket.conn.close(true);
    // closing politely would wait half a minute for an answer from somebody who does not read
    socket.conn.request.socket.destroy();

    return;
  }
  socket.emit('order.update', toUpdate(notification));
  socket.data.sent = notification.cursor;
};

const toUpdate = ({ cursor, orderId, message, data }: Notification): OrderUpdate => ({
  cursor,
  orderId,
  status: data.status,
  inventoryStatus: data.inventoryStatus,
  ...(data.reason !== undefined && { reason: data.reason }),
  message,
  occurredAt: data.occurredAt,
});
