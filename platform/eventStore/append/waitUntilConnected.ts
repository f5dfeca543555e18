import { withTimeout } from '../../concurrency/index.js';
import type { StoreConnection } from '../client/openClient.js';
import type { Outage } from '../client/outage.js';
import { toReadError } from '../client/clientErrors.js';
import { EventStoreUnavailable } from '../errors.js';

type Limits = Readonly<{
  /** On the monotonic clock, in milliseconds. */
  sendBy: number;
  outage: Outage;
}>;

/**
 * Resolves when a server has said what it can do. Throws EventStoreUnavailable, or
 * EventStoreAccessDenied: whatever goes wrong here, nothing was sent. In a long outage one call
 * per connection looks for a server, and the others are refused at once.
 */
export const waitUntilConnected = async (
  { features }: StoreConnection,
  { sendBy, outage }: Limits,
): Promise<void> => {
  if (outage.isLong() && features.isUnderWay())
    throw new EventStoreUnavailable('The event store has not answered for seconds');
  try {
    await withTimeout(features.get(), sendBy - performance.now(), 'Looking for an event store');
  } catch (error) {
    throw toReadError(error);
  }
};
