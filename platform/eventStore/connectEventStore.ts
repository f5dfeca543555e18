import type { Logger } from '../logging/index.js';
import { createAppend } from './append/append.js';
import { acquireClient } from './client/sharedClient.js';
import {
  createHeadPosition,
  createIdAt,
  createPing,
  createRead,
  createReadBackwards,
  createReadTail,
} from './read/read.js';
import { leaveSilentServer } from './read/leaveSilentServer.js';
import { retryWhileNotReady } from './read/retryWhileNotReady.js';
import { createResubscribing } from './read/resubscribe.js';
import { createSubscribeToAll } from './read/subscribe.js';
import type { EventStore } from './types.js';

/**
 * EventStoreDB or KurrentDB at a connection string such as `esdb://127.0.0.1:2113?tls=false`.
 * Connects with the first call and again after every failure; users of the same url in one process
 * share a connection.
 */
export const connectEventStore = (url: string, logger: Logger): EventStore => {
  const { channel, outage, release } = acquireClient(url);
  const { client, features } = channel;
  const mended = <Args extends readonly unknown[], Result>(
    each: (...args: Args) => Promise<Result>,
  ) => retryWhileNotReady(leaveSilentServer(each, features), outage);
  const read = mended(createRead(client));
  const readTail = mended(createReadTail(client));
  logger.debug('using the event store');

  return {
    append: createAppend(channel, outage, logger),
    read,
    readBackwards: mended(createReadBackwards(client)),
    headPosition: createHeadPosition(readTail),
    readTail,
    idAt: mended(createIdAt(client)),
    subscribeToAll: createResubscribing(createSubscribeToAll(client), logger),
    ping: mended(createPing(client)),
    stop: release,
  };
};
