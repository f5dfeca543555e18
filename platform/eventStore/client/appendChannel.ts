import { createLinkedQueue } from '../../collections/index.js';
import { createLimiter, type Limiter } from '../../concurrency/index.js';
import { type AppendCalls, createAppendCalls } from './appendCalls.js';
import { openClient, type StoreConnection } from './openClient.js';

/** A connection for appends, and how many may be under way on it. */
export type AppendChannel = StoreConnection &
  Readonly<{
    calls: AppendCalls;
    inFlight: Limiter;
    /** Returns how a place is given back, which also happens when the connection is lost. */
    releasing: (release: () => void) => () => void;
  }>;

/** What is sent at once waits in memory for the connection to take it. */
const mostUnderWay = 120;

export const openAppendChannel = (url: string): AppendChannel => {
  const pending = createLinkedQueue<() => void>();
  const connection = openClient(url, (channel) => {
    calls.retireOn(channel);
    for (const release of pending.members()) release();
  });
  const calls = createAppendCalls(connection.client);

  return {
    ...connection,
    calls,
    inFlight: createLimiter(mostUnderWay),
    releasing: (release) => {
      const remove = pending.add(release);

      return () => {
        remove();
        release();
      };
    },
  };
};
