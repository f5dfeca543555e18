import { Batcher, jittered, pause, repeatInStep } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { ExpectRows } from '../consumers/writeNotifications.js';
import type { NotificationRows, OwnedNotification } from '../notifications/notificationRows.js';
import type { PushTraces } from '../notifications/pushTraces.js';
import type { ConnectedSockets } from './connectedSockets.js';
import { createOwnRows, parseNotices } from './ownRows.js';
import { sendUpdate } from './sendUpdate.js';
import type { UserSocket } from './socketServer.js';

type Deps = Readonly<{
  rows: NotificationRows;
  sockets: ConnectedSockets;
  logger: Logger;
  /** `placedAt` is null where the notification is no decision about an order. */
  onPushed: (socket: UserSocket, placedAt: string | null) => void;
  traces: Pick<PushTraces, 'pushed'>;
}>;

export type NotificationPush = Readonly<{
  /** Pushes the rows that the sockets of these users have not been sent yet. */
  pushPending: (userIds: readonly string[]) => void;
  /** The same for all users that are connected here. */
  pushAllPending: () => void;
  /** Takes the payload of a notification of Postgres. */
  onNotification: (payload: string) => void;
  /** For whoever writes rows in this process: those need not be read. */
  expectRows: ExpectRows;
  stop: () => Promise<void>;
}>;

const rowsPerUser = 100;
const usersPerRead = 2_000;
const retryMs = 500;
/**
 * Rows come with a notification; this finds those whose notification was lost. Of many users, some
 * at a time, in turn.
 */
const poll = { everyMs: 1_000, users: 500 };

/**
 * Sends rows, and nothing but rows, in cursor order to each socket. Replay and pushes of what
 * others write are the same read after the socket's own last cursor; a row of this process is sent
 * without a read where it is the next one (`ownRows.ts`), so there is no seam between them. One
 * read at a time.
 */
export const createNotificationPush = (deps: Deps): NotificationPush => {
  const { sockets, logger } = deps;
  const send = sender(deps);
  const stopping = new AbortController();
  const pending = new Set<string>();

  const pushTo = async (userIds: readonly string[]): Promise<void> => {
    for (const userId of userIds) pending.delete(userId);
    try {
      pushPending(await readAndDeliver(userIds, deps, send));
    } catch (error) {
      logger.warn({ err: error }, 'notifications cannot be read');
      pushPending(userIds);
      await pause(jittered(retryMs), stopping.signal);
    }
  };
  const batcher = new Batcher(pushTo, { maxBatch: usersPerRead });

  const pushPending = (userIds: readonly string[]): void => {
    for (const userId of userIds) {
      if (stopping.signal.aborted || pending.has(userId) || !sockets.hasUser(userId)) continue;
      pending.add(userId);
      batcher.add(userId);
    }
  };
  const { note, expectRows } = createOwnRows({ sockets, send, pushPending, logger });
  const nextUsers = inTurn(sockets.users, poll.users);
  const stopPolling = repeatInStep(poll.everyMs, () => pushPending(nextUsers()));

  return {
    pushPending,
    pushAllPending: () => pushPending(sockets.users()),
    onNotification: (payload) => parseNotices(payload).forEach(note),
    expectRows,
    stop: async () => {
      stopPolling();
      stopping.abort();
      batcher.clear();
      await batcher.whenIdle();
    },
  };
};

/** Returns a function that returns some of all at a time, until all have had their turn. */
const inTurn = (all: () => readonly string[], count: number): (() => readonly string[]) => {
  let from = 0;

  return () => {
    const users = all();
    const next = users.slice(from, from + count);
    from = from + count < users.length ? from + count : 0;

    return next;
  };
};

/**
 * The sockets of each user when the rows were read. One that connects later may need earlier rows,
 * and waits for the next read.
 */
type Readers = ReadonlyMap<string, readonly UserSocket[]>;

type Send = (socket: UserSocket, row: OwnedNotification) => void;

/** Returns a function that sends a row to a socket which was not sent it before. */
const sender =
  ({ onPushed, traces }: Pick<Deps, 'onPushed' | 'traces'>): Send =>
  (socket, { notification, placedAt }) => {
    if (!sendUpdate(socket, notification)) return;
    onPushed(socket, placedAt);
    traces.pushed({ orderId: notification.orderId, status: notification.data.status });
  };

/** Returns the users that may have more rows than were read. */
const readAndDeliver = async (
  userIds: readonly string[],
  { rows, sockets }: Pick<Deps, 'rows' | 'sockets'>,
  send: Send,
): Promise<readonly string[]> => {
  const readers = new Map(userIds.map((userId) => [userId, sockets.ofUser(userId)]));
  const after = [...readers].flatMap(toAfter);
  const found = after.length === 0 ? [] : await rows.after(after, rowsPerUser);

  return deliver(found, readers, send);
};

const toAfter = ([userId, sockets]: readonly [string, readonly UserSocket[]]) =>
  sockets.length === 0
    ? []
    : [{ userId, cursor: Math.min(...sockets.map(({ data }) => data.sent)) }];

const deliver = (
  found: readonly OwnedNotification[],
  readers: Readers,
  send: Send,
): readonly string[] => {
  const counts = new Map<string, number>();
  for (const one of found) {
    const { userId } = one;
    counts.set(userId, (counts.get(userId) ?? 0) + 1);
    for (const socket of readers.get(userId) ?? []) send(socket, one);
  }

  return [...counts].filter(([, count]) => count === rowsPerUser).map(([userId]) => userId);
};
