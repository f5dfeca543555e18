import { jittered, pause } from '../concurrency/index.js';
import { once } from '../process/index.js';
import type { Logger } from '../logging/index.js';
import { openSession, type Session } from './session.js';

type ListenOptions = Readonly<{
  url: string;
  channels: readonly string[];
  onNotification: (channel: string, payload: string) => void;
  /** After every connect, the first one too: what was notified before was missed, so look yourself. */
  onReconnect: () => void;
  logger: Logger;
}>;

/**
 * LISTEN on a connection that comes back after every failure. All who listen to a database from one process share it:
 * Postgres wakes every connection that listens, whatever it listens to.
 */
export const listen = (options: ListenOptions): Readonly<{ stop: () => Promise<void> }> => {
  const line = lines.get(options.url) ?? openLine(options);
  line.join(options);

  return { stop: once(() => line.leave(options)) };
};

type Line = Readonly<{
  join: (listener: ListenOptions) => void;
  /** Resolves when no more is heard; the last one ends the connection. */
  leave: (listener: ListenOptions) => Promise<void>;
}>;

const lines = new Map<string, Line>();

const openLine = ({ url, logger }: ListenOptions): Line => {
  const listeners = new Set<ListenOptions>();
  const stopping = new AbortController();
  let session: Session | null = null;
  let tuning = Promise.resolve();
  const tuneIn = (listener: ListenOptions, to: Session) => {
    tuning = tuning.then(() => tune(to, listener, listeners));
  };
  const note = (current: Session | null) => {
    session = current;
    if (current !== null) for (const listener of listeners) tuneIn(listener, current);
  };
  const listening = keepListening({ url, logger, listeners, note }, stopping.signal);

  const line: Line = {
    join: (listener) => {
      listeners.add(listener);
      if (session !== null) tuneIn(listener, session);
    },
    leave: async (listener) => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      lines.delete(url);
      stopping.abort();
      await listening;
    },
  };
  lines.set(url, line);

  return line;
};

type Listeners = ReadonlySet<ListenOptions>;

type Means = Readonly<{
  url: string;
  logger: Logger;
  listeners: Listeners;
  /** Is told of each connection, and of its end. */
  note: (session: Session | null) => void;
}>;

const keepListening = async (means: Means, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      await listenOnce(means, signal);
    } catch (error) {
      means.logger.warn({ err: error }, 'Listening to Postgres failed');
    }
    await pause(jittered(500), signal);
  }
};

const listenOnce = async ({ url, listeners, note }: Means, signal: AbortSignal): Promise<void> => {
  const session = await openSession(url);
  const end = () => void session.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    // aborted while the session was opening: the event is over, nobody would end the wait below
    if (signal.aborted) return;
    session.onNotification((channel, payload) => tell(listeners, channel, payload));
    note(session);
    await session.ended;
  } finally {
    note(null);
    signal.removeEventListener('abort', end);
    await session.end();
  }
};

const tell = (listeners: Listeners, channel: string, payload: string): void => {
  for (const listener of listeners)
    if (listener.channels.includes(channel))
      handOver(listener, () => listener.onNotification(channel, payload));
};

/** The mistake of one listener is its own, and reaches none of the others. */
const handOver = ({ logger }: ListenOptions, news: () => void): void => {
  try {
    news();
  } catch (error) {
    logger.error({ err: error }, 'a listener did not take its news');
  }
};

/** A session that cannot listen is ended, and the next one tries again. */
const tune = async (
  session: Session,
  listener: ListenOptions,
  listeners: Listeners,
): Promise<void> => {
  try {
    for (const channel of listener.channels) await session.query(`LISTEN "${channel}"`);
    if (listeners.has(listener)) handOver(listener, listener.onReconnect);
  } catch (error) {
    if (!listeners.has(listener)) return;
    listener.logger.warn({ err: error }, 'Listening to Postgres failed');
    await session.end();
  }
};
