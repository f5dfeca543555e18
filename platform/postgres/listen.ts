import { jittered, once, pause } from '../lifecycle/index.js';
import type { Logger } from '../logging/index.js';
import { openSession } from './session.js';

type ListenOptions = Readonly<{
  url: string;
  channels: readonly string[];
  onNotification: (channel: string, payload: string) => void;
  /** After every connect, the first one too: what was notified before was missed, so look yourself. */
  onReconnect: () => void;
  logger: Logger;
}>;

/** LISTEN on a connection of its own that comes back after every failure. */
export const listen = (options: ListenOptions): Readonly<{ stop: () => Promise<void> }> => {
  const stopping = new AbortController();
  const listening = listenUntil(options, stopping.signal);

  return {
    stop: once(async () => {
      stopping.abort();
      await listening;
    }),
  };
};

const listenUntil = async (options: ListenOptions, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    try {
      await listenOnce(options, signal);
    } catch (error) {
      options.logger.warn({ err: error }, 'Listening to Postgres failed');
    }
    await pause(jittered(500), signal);
  }
};

const listenOnce = async (
  { url, channels, onNotification, onReconnect }: ListenOptions,
  signal: AbortSignal,
): Promise<void> => {
  const session = await openSession(url);
  const end = () => void session.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    // aborted while the session was opening: the event is over, nobody would end the wait below
    if (signal.aborted) return;
    session.onNotification(onNotification);
    for (const channel of channels) await session.query(`LISTEN "${channel}"`);
    onReconnect();
    await session.ended;
  } finally {
    signal.removeEventListener('abort', end);
    await session.end();
  }
};
