import { createLimiter, type Limiter } from '../../concurrency/index.js';
import { openClient, type Connection } from './openClient.js';

/** A stream of appends, and how many may be under way on it. */
export type AppendChannel = Connection & Readonly<{ inFlight: Limiter }>;

// The client's append stream buffers 16 messages. One more, and a connection that breaks just then
// leaves an unhandled rejection behind (backpressuredWrite inside an async promise executor).
const maxPendingAppends = 15;

export const openAppendChannel = (url: string): AppendChannel => ({
  ...openClient(url),
  inFlight: createLimiter(maxPendingAppends),
});
