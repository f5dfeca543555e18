import { EventStoreDBClient } from '@eventstore/db-client';
import { withTimeout } from '../../concurrency/index.js';
import { createLanes, type Lanes } from './semaphore.js';
import { surviveLateAnswers } from './lateAnswers.js';
import { decodeBase64Natively } from './nativeBase64.js';

decodeBase64Natively();
surviveLateAnswers();

/** A stream of appends, and how many may be under way on it. */
export type Road = Readonly<{ client: EventStoreDBClient; lanes: Lanes }>;

type Shared = Readonly<{ roads: readonly [Road, ...Road[]] }>;

const inUse = new Map<string, Shared & { users: number }>();

/**
 * The clients of a url, which all of the process share: the table of pending appends is global to the package, so a broken
 * connection of one rejects the appends of all. The last user's `release` disposes of them.
 */
export const acquireClients = (
  url: string,
): Shared & Readonly<{ release: () => Promise<void> }> => {
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
    await Promise.allSettled(
      shared.roads.map(({ client }) => withTimeout(client.dispose(), 1_000, 'Goodbye')),
    );
  };

  return { roads: shared.roads, release };
};

/**
 * A client sends its appends as messages of one HTTP/2 stream, and Node writes one message of a stream per turn of the event
 * loop, however long a turn takes. Several clients are several streams, on one connection when there is no TLS.
 */
const roadsPerUrl = 8;

const open = (url: string): Shared & { users: number } => {
  const [first, ...others] = Array.from({ length: roadsPerUrl }, () => openRoad(url));
  const shared = { roads: [first ?? openRoad(url), ...others] as const, users: 0 };
  inUse.set(url, shared);

  return shared;
};

const openRoad = (url: string): Road => ({
  client: EventStoreDBClient.connectionString(url),
  lanes: createLanes(maxPendingAppends),
});

// The client's append stream buffers 16 messages. One more, and a connection that breaks just then
// leaves an unhandled rejection behind (backpressuredWrite inside an async promise executor).
const maxPendingAppends = 15;
