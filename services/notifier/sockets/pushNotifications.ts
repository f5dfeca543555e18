import { Batcher, jittered, pause, repeatInStep } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { NotificationRows, OwnedNotification } from '../notifications/notificationRows.js';
import type { PushTraces } from '../notifications/pushTraces.js';
import type { ConnectedSockets } from './connectedSockets.js';
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
 * Sends rows, and nothing but rows, in cursor order to each socket. Replay and live pushes are the
 * same read after the socket's own last cursor, so there is no seam between them. One read at a
 * time.
 */
export const createNotificationPush = (deps: Deps): NotificationPush => {
  const { sockets, logger } = deps;
  const stopping = new AbortController();
  const pending = new Set<string>();

  const pushTo = async (userIds: readonly string[]): Promise<void> => {
    for (const userId of userIds) pending.delete(userId);
    try {
      pushPending(await readAndDeliver(userIds, deps));
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
  const nextUsers = inTurn(sockets.users, poll.users);
  const stopPolling = repeatInStep(poll.everyMs, () => pushPending(nextUsers()));

  return {
    pushPending,
    pushAllPending: () => pushPending(sockets.users()),
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

/** Returns the users that may have more rows than were read. */
const readAndDeliver = async (
  userIds: readonly string[],
  { rows, sockets, onPushed, traces }: Deps,
): Promise<readonly string[]> => {
  const readers = new Map(userIds.map((userId) => [userId, sockets.ofUser(userId)]));
  const after = [...readers].flatMap(toAfter);
  const found = after.length === 0 ? [] : await rows.after(after, rowsPerUser);

  return deliver(found, readers, (socket, { notification, placedAt }) => {
    onPushed(socket, placedAt);
    traces.pushed({ orderId: notification.orderId, status: notification.data.status });
  });
};

const toAfter = ([userId, sockets]: readonly [string, readonly UserSocket[]]) =>
  sockets.length === 0
    ? []
    : [{ userId, cursor: Math.min(...sockets.map(({ data }) => data.sent)) }];

const deliver = (
  found: readonly OwnedNotification[],
  readers: Readers,
  onSent: (socket: UserSocket, sent: OwnedNotification) => void,
): readonly string[] => {
  const counts = new Map<string, number>();
  for (const one of found) {
    const { userId, notification } = one;
    counts.set(userId, (counts.get(userId) ?? 0) + 1);
    for (const socket of readers.get(userId) ?? [])
      if (sendUpdate(socket, notification)) onSent(socket, one);
  }

  return [...counts].filter(([, count]) => count === rowsPerUser).map(([userId]) => userId);
};
