import pg from 'pg';
import { repeatInStep, withTimeout } from '../concurrency/index.js';
import { clientConfig } from './clientConfig.js';
import { toDatabaseError } from './errors.js';

/** One connection of its own, for what belongs to a session: LISTEN and advisory locks. */
export type Session = Readonly<{
  query: (text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  onNotification: (listener: (channel: string, payload: string) => void) => void;
  /**
   * Whether Postgres has responded to a sign of life of the last 3 s, so that it holds the locks of
   * the session for 2 s more. False at once when a process wakes up that was paused.
   */
  isAlive: () => boolean;
  /** Resolves when the connection is gone, whoever ended it. */
  ended: Promise<void>;
  end: () => Promise<void>;
}>;

const pingMs = 1000;

const aliveMs = 3_000;

/**
 * After which Postgres ends a session that has sent nothing, and frees its locks: the owner is
 * paused, or its machine is gone. Without it a connection that nobody closes lasts for two hours.
 */
const idleTimeoutMs = 5000;

/**
 * Opens a session that both ends give up soon when the other is dead: it sends a sign of life
 * every second, and Postgres ends it when no question came for 5 s. Throws DatabaseUnavailable.
 */
export const openSession = async (url: string): Promise<Session> => {
  const settings = { idle_session_timeout: String(idleTimeoutMs) };
  const client = new pg.Client(clientConfig(url, { settings }));
  const { promise: ended, resolve: setEnded } = deferred();
  client.once('end', setEnded);
  client.on('error', setEnded);
  await client.connect().catch((error: unknown) => {
    throw toDatabaseError(error);
  });
  let aliveSince = performance.now();
  const end = async () => {
    aliveSince = -Infinity;
    stopPinging();
    setEnded();
    // a paused server never closes the connection
    await withTimeout(client.end(), 1_000, 'closing').catch(() => undefined);
  };
  const ping = async () => {
    const sentAt = performance.now();
    await client.query('SELECT 1');
    aliveSince = sentAt;
  };
  const stopPinging = repeatInStep(pingMs, () => void ping().catch(end));
  void ended.then(stopPinging);

  return {
    query: async (text, values = []) => {
      const { rows } = await client.query<Record<string, unknown>>(text, [...values]);

      return rows;
    },
    onNotification: (listener) =>
      void client.on('notification', ({ channel, payload }) => listener(channel, payload ?? '')),
    isAlive: () => performance.now() - aliveSince < aliveMs,
    ended,
    end,
  };
};

const deferred = (): { promise: Promise<void>; resolve: () => void } => {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((resolvePromise) => {
    resolve = resolvePromise;
  });

  return { promise, resolve };
};
