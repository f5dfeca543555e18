import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
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
 * Resolves when a server has said that it takes appends. Throws EventStoreUnavailable, or
 * EventStoreAccessDenied: whatever goes wrong here, nothing was sent. In a long outage one call
 * per connection looks for a server, and the others are refused at once.
 */
export const waitUntilConnected = async (
  { features }: StoreConnection,
  { sendBy, outage }: Limits,
): Promise<void> => {
  if (outage.isLong() && features.isUnderWay())
    throw new EventStoreUnavailable('The event store has not answered for seconds');
  const found = await withTimeout(
    features.get(),
    sendBy - performance.now(),
    'Looking for an event store',
  ).catch((error: unknown) => {
    throw toReadError(error);
  });
  if (!found.supports(batchAppend))
    throw new EventStoreUnavailable('The server has no BatchAppend: it is older than 21.10');
};

const { batchAppend } = streamsService.StreamsService;
