import { createLinkedQueue } from '../../collections/index.js';
import { createLimiter, type Limiter } from '../../concurrency/index.js';
import { openClient, type StoreConnection } from './openClient.js';

/** A stream of appends, and how many may be under way on it. */
export type AppendChannel = StoreConnection &
  Readonly<{
    inFlight: Limiter;
    /** Returns how a place is given back, which also happens when the connection is lost. */
    releasing: (release: () => void) => () => void;
  }>;

// The client's append stream buffers 16 messages. One more, and a connection that breaks just then
// leaves an unhandled rejection behind (backpressuredWrite inside an async promise executor).
const maxPendingAppends = 15;

export const openAppendChannel = (url: string): AppendChannel => {
  const pending = createLinkedQueue<() => void>();
  const onLost = (): void => {
    for (const release of pending.members()) release();
  };

  return {
    ...openClient(url, onLost),
    inFlight: createLimiter(maxPendingAppends),
    releasing: (release) => {
      const remove = pending.add(release);

      return () => {
        remove();
        release();
      };
    },
  };
};
