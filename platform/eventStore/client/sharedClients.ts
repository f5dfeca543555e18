import { withTimeout } from '../../concurrency/index.js';
import { type AppendChannel, openAppendChannel } from './appendChannel.js';
import { mendAppends } from './mendAppends.js';
import { sizeEventsUnwritten } from './appendSizing.js';
import { createOutage, type Outage } from './outage.js';
import { readEventsLightly } from '../read/readResponse.js';

sizeEventsUnwritten();
mendAppends();
readEventsLightly();

type Shared = Readonly<{ channels: readonly [AppendChannel, ...AppendChannel[]]; outage: Outage }>;

const inUse = new Map<string, Shared & { users: number }>();

/**
 * Returns the clients of a url, which all of the process share: the table of pending appends is
 * global to the package, so a broken connection of one rejects the appends of all. The last
 * user's `release` disposes of them.
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
      shared.channels.map(({ client }) => withTimeout(client.dispose(), 1_000, 'Goodbye')),
    );
  };

  return { channels: shared.channels, outage: shared.outage, release };
};

/**
 * A client sends its appends as messages of one HTTP/2 stream, and Node writes one message of
 * a stream per turn of the event loop, however long a turn takes. Several clients are several
 * streams, on one connection when there is no TLS.
 */
const channelsPerUrl = 8;

const open = (url: string): Shared & { users: number } => {
  const first = openAppendChannel(url);
  const others = Array.from({ length: channelsPerUrl - 1 }, () => openAppendChannel(url));
  const shared = { channels: [first, ...others] as const, outage: createOutage(), users: 0 };
  inUse.set(url, shared);

  return shared;
};
