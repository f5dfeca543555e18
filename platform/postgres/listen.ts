import { once } from '../process/index.js';
import { type Listener, openSharedListener, type SharedListener } from './sharedListener.js';

type ListenOptions = Listener & Readonly<{ url: string }>;

const sharedListeners = new Map<string, SharedListener>();

/**
 * Listens on a connection that comes back after every failure. All who listen to a database from
 * one process share it: Postgres wakes every connection that listens, whatever it listens to.
 */
export const listen = (options: ListenOptions): Readonly<{ stop: () => Promise<void> }> => {
  const { url, logger } = options;
  const shared = sharedListeners.get(url) ?? openSharedListener(url, logger);
  sharedListeners.set(url, shared);
  shared.subscribe(options);

  return {
    stop: once(async () => {
      if (shared.unsubscribe(options) > 0) return;
      sharedListeners.delete(url);
      await shared.stop();
    }),
  };
};
