import { withTimeout } from '../../concurrency/index.js';
import { readEventsLightly } from '../read/readResponse.js';
import { type AppendChannel, openAppendChannel } from './appendChannel.js';
import { createOutage, type Outage } from './outage.js';
import { writeMessagesAtOnce } from './writeAtOnce.js';

readEventsLightly();
writeMessagesAtOnce();

type Shared = Readonly<{ channel: AppendChannel; outage: Outage }>;

const inUse = new Map<string, Shared & { users: number }>();

/**
 * Returns the client of a url, which all of the process share. The last user's `release` disposes
 * of it.
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
    const goodbye = withTimeout(shared.channel.client.dispose(), 1_000, 'Goodbye');
    await goodbye.catch(() => undefined);
  };

  return { channel: shared.channel, outage: shared.outage, release };
};

const open = (url: string): Shared & { users: number } => {
  const shared = { channel: openAppendChannel(url), outage: createOutage(), users: 0 };
  inUse.set(url, shared);

  return shared;
};
