import type { ExpectRows } from '../consumers/writeNotifications.js';
import type { OwnedNotification } from '../notifications/notificationRows.js';
import type { ConnectedSockets } from './connectedSockets.js';
import type { UserSocket } from './socketServer.js';

type Deps = Readonly<{
  sockets: ConnectedSockets;
  /** Sends a row to a socket that has all rows before it. */
  send: (socket: UserSocket, row: OwnedNotification) => void;
  /** Reads and pushes what the sockets of the user have not been sent. */
  pushPending: (userIds: readonly string[]) => void;
}>;

/** A user who has rows up to the cursor, which may be unknown. */
export type Notice = Readonly<{ userId: string; cursor: number }>;

/**
 * Rows that this process writes need not be read to be pushed: the next row of a socket is sent
 * when it is there, and all else is read. Postgres tells of these rows, too, often before the write
 * is over; such a notice waits for that, and is needed no more when it brings nothing new.
 */
export const createOwnRows = ({ sockets, send, pushPending }: Deps) => {
  const expected = new Map<string, { writes: number; upTo: number }>();

  const isBehind = (userId: string, cursor: number): boolean =>
    sockets.ofUser(userId).some(({ data }) => data.sent < cursor);

  const note = ({ userId, cursor }: Notice): void => {
    const own = expected.get(userId);
    if (own !== undefined) own.upTo = Math.max(own.upTo, cursor);
    else if (isBehind(userId, cursor)) pushPending([userId]);
  };

  const push = (row: OwnedNotification): void => {
    const { cursor } = row.notification;
    for (const socket of sockets.ofUser(row.userId))
      if (socket.data.sent === cursor - 1) send(socket, row);
    note({ userId: row.userId, cursor });
  };

  const endWrite = (userId: string): void => {
    const own = expected.get(userId);
    if (own === undefined) return;
    own.writes -= 1;
    if (own.writes > 0) return;
    expected.delete(userId);
    note({ userId, cursor: own.upTo });
  };

  const expectRows: ExpectRows = (userIds) => {
    const users = [...new Set(userIds)];
    for (const userId of users) {
      const own = expected.get(userId) ?? { writes: 0, upTo: 0 };
      own.writes += 1;
      expected.set(userId, own);
    }

    return (written) => {
      written.forEach(push);
      users.forEach(endWrite);
    };
  };

  return { note, expectRows };
};

/** Reads the payload of channel `notifications`: users, each followed by a cursor or not. */
export const parseNotices = (payload: string): readonly Notice[] => {
  const parts = payload.split(',');

  return parts.flatMap((part, index) => {
    if (isCursor(part)) return [];
    const next = parts[index + 1] ?? '';

    return [{ userId: part, cursor: isCursor(next) ? Number(next) : Infinity }];
  });
};

const isCursor = (part: string): boolean => /^\d+$/.test(part);
