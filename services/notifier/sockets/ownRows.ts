import type { Logger } from '../../../platform/logging/index.js';
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
  logger: Logger;
}>;

/** In milliseconds: for so long a notice waits for a write that may make it needless. */
const noticeTimeoutMs = 50;

/** A user who has rows up to the cursor, which may be unknown. */
export type Notice = Readonly<{ userId: string; cursor: number }>;

/**
 * Rows that this process writes need not be read to be pushed: the next row of a socket is sent
 * when it is there, and all else is read. Postgres tells of these rows, too, often before the write
 * is over; such a notice waits for that, though not for long, and is needed no more when it brings
 * nothing new.
 */
export const createOwnRows = ({ sockets, send, pushPending, logger }: Deps) => {
  const writes = createWritesUnderWay();

  const note = (notice: Notice): void => {
    if (writes.delay(notice)) return;
    const { userId, cursor } = notice;
    if (sockets.ofUser(userId).some(({ data }) => data.sent < cursor)) pushPending([userId]);
  };

  const push = (row: OwnedNotification): void => {
    const { cursor } = row.notification;
    for (const socket of sockets.ofUser(row.userId))
      if (socket.data.sent === cursor - 1) send(socket, row);
    note({ userId: row.userId, cursor });
  };

  const expectRows: ExpectRows = (userIds) => {
    const users = [...new Set(userIds)];
    users.forEach(writes.begin);
    const timeout = setTimeout(
      () => users.flatMap(writes.delayNoMore).forEach(note),
      noticeTimeoutMs,
    );

    return (written) => {
      clearTimeout(timeout);
      try {
        written.forEach(push);
      } catch (error) {
        logger.error({ err: error }, 'rows cannot be pushed');
        pushPending(users);
      }
      users.flatMap(writes.end).forEach(note);
    };
  };

  return { note, expectRows };
};

/** Of a user whose rows are being written. `upTo`: the highest cursor that was told of. */
type UnderWay = { writes: number; upTo: number; isLate: boolean };

const createWritesUnderWay = () => {
  const underWay = new Map<string, UnderWay>();

  return {
    begin: (userId: string): void => {
      const own = underWay.get(userId) ?? { writes: 0, upTo: 0, isLate: false };
      own.writes += 1;
      underWay.set(userId, own);
    },
    /** Returns whether the notice is kept until the writes of its user are over, or late. */
    delay: ({ userId, cursor }: Notice): boolean => {
      const own = underWay.get(userId);
      if (own === undefined || own.isLate) return false;
      own.upTo = Math.max(own.upTo, cursor);

      return true;
    },
    /** Returns the notice that was kept. */
    delayNoMore: (userId: string): Notice[] => {
      const own = underWay.get(userId);
      if (own === undefined) return [];
      own.isLate = true;

      return [{ userId, cursor: own.upTo }];
    },
    /** Returns the notice that was kept, when no other write of the user is under way. */
    end: (userId: string): Notice[] => {
      const own = underWay.get(userId);
      if (own === undefined) return [];
      own.writes -= 1;
      if (own.writes > 0) return [];
      underWay.delete(userId);

      return [{ userId, cursor: own.upTo }];
    },
  };
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
