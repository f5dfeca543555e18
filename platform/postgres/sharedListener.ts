import { jittered, pause } from '../concurrency/index.js';
import type { Logger } from '../logging/index.js';
import { openSession, type Session } from './session.js';

export type Listener = Readonly<{
  channels: readonly string[];
  onNotification: (channel: string, payload: string) => void;
  /** After every connect, also the first: what was notified before is lost, so read it yourself. */
  onReconnect: () => void;
  logger: Logger;
}>;

/** A connection that dispatches its notifications to all who subscribe. */
export type SharedListener = Readonly<{
  subscribe: (listener: Listener) => void;
  /** Returns how many listeners are left. */
  unsubscribe: (listener: Listener) => number;
  stop: () => Promise<void>;
}>;

/** Connects at once, and again after every failure, until it is stopped. */
export const openSharedListener = (url: string, logger: Logger): SharedListener => {
  const listeners = new Set<Listener>();
  const stopping = new AbortController();
  let session: Session | null = null;
  let registering = Promise.resolve();
  const register = (listener: Listener, to: Session) => {
    registering = registering.then(() => registerAt(to, listener, listeners));
  };
  const onSession = (current: Session | null) => {
    session = current;
    if (current !== null) for (const listener of listeners) register(listener, current);
  };
  const listening = keepListening({ url, logger, listeners, onSession }, stopping.signal);

  return {
    subscribe: (listener) => {
      listeners.add(listener);
      if (session !== null) register(listener, session);
    },
    unsubscribe: (listener) => {
      listeners.delete(listener);

      return listeners.size;
    },
    stop: async () => {
      stopping.abort();
      await listening;
    },
  };
};

type Listeners = ReadonlySet<Listener>;

type Deps = Readonly<{
  url: string;
  logger: Logger;
  listeners: Listeners;
  /** Called with each connection, and with null at its end. */
  onSession: (session: Session | null) => void;
}>;

const keepListening = async (deps: Deps, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      await listenOnce(deps, signal);
    } catch (error) {
      deps.logger.warn({ err: error }, 'listening to Postgres failed');
    }
    await pause(jittered(500), signal);
  }
};

const listenOnce = async (
  { url, listeners, onSession }: Deps,
  signal: AbortSignal,
): Promise<void> => {
  const session = await openSession(url);
  const end = () => void session.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    // aborted while the session was opening: the event is over, nobody would end the wait below
    if (signal.aborted) return;
    session.onNotification((channel, payload) => dispatch(listeners, channel, payload));
    onSession(session);
    await session.ended;
  } finally {
    onSession(null);
    signal.removeEventListener('abort', end);
    await session.end();
  }
};

const dispatch = (listeners: Listeners, channel: string, payload: string): void => {
  for (const listener of listeners)
    if (listener.channels.includes(channel))
      callSafely(listener, () => listener.onNotification(channel, payload));
};

/** What one listener throws reaches none of the others. */
const callSafely = ({ logger }: Listener, callback: () => void): void => {
  try {
    callback();
  } catch (error) {
    logger.error({ err: error }, 'a listener threw');
  }
};

/** A session that cannot listen is ended, and the next one tries again. */
const registerAt = async (
  session: Session,
  listener: Listener,
  listeners: Listeners,
): Promise<void> => {
  try {
    for (const channel of listener.channels) await session.query(`LISTEN "${channel}"`);
    if (listeners.has(listener)) callSafely(listener, listener.onReconnect);
  } catch (error) {
    if (!listeners.has(listener)) return;
    listener.logger.warn({ err: error }, 'listening to Postgres failed');
    await session.end();
  }
};
