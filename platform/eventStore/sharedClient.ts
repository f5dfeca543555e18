import { EventStoreDBClient } from '@eventstore/db-client';
import { withDeadline } from '../lifecycle/index.js';
import { createLanes, type Lanes } from './lanes.js';
import { decodeBase64Natively } from './nativeBase64.js';

decodeBase64Natively();

type Shared = Readonly<{ client: EventStoreDBClient; lanes: Lanes }>;

const inUse = new Map<string, Shared & { users: number }>();

/**
 * One client per process and url: the client's table of pending appends is global, so a broken connection of one
 * instance rejects the appends of all. The last user's `release` disposes of it.
 */
export const acquireClient = (url: string): Shared & Readonly<{ release: () => Promise<void> }> => {
  const shared = inUse.get(url) ?? open(url);
  shared.users += 1;
  let released = false;

  const release = async (): Promise<void> => {
    if (released) return;
    released = true;
    shared.users -= 1;
    if (shared.users > 0) return;
    inUse.delete(url);
    // It waits for every stream to finish, and one that was just read to its end may never say so.
    await withDeadline(shared.client.dispose(), 1_000, 'Goodbye').catch(() => undefined);
  };

  return { client: shared.client, lanes: shared.lanes, release };
};

const open = (url: string): Shared & { users: number } => {
  const client = EventStoreDBClient.connectionString(url);
  const shared = { client, lanes: createLanes(maxPendingAppends, maxBytesOnTheWay), users: 0 };
  inUse.set(url, shared);

  return shared;
};

// The client's append stream buffers 16 messages. One more, and a connection that breaks just then
// leaves an unhandled rejection behind (backpressuredWrite inside an async promise executor).
const maxPendingAppends = 15;

// less than the 64 KiB that HTTP/2 lets a stream send before the receiver has read any of it
const maxBytesOnTheWay = 48_000;
