import {
  START,
  streamNameFilter,
  type AllStreamSubscription,
  type EventStoreDBClient,
  type Filter,
} from '@eventstore/db-client';
import { toSubscriptionError } from '../client/clientErrors.js';
import { requiresLeader } from './read.js';
import { toStoredEvent } from './storedEvent.js';
import type { EventStore, SubscriptionItem, SubscriptionRange } from '../types.js';

const buffered = 512;

export const createSubscribeToAll = (client: EventStoreDBClient): EventStore['subscribeToAll'] =>
  async function* ({ after, streamPrefixes, signal }) {
    if (signal.aborted) return;
    const subscription = open(client, { after, streamPrefixes });
    const end = () => void subscription.destroy();
    signal.addEventListener('abort', end, { once: true });
    try {
      for await (const item of subscription) yield toItem(item);
    } catch (error) {
      if (!isAborted(signal)) throw toSubscriptionError(error);
    } finally {
      signal.removeEventListener('abort', end);
      void subscription.unsubscribe().catch(() => undefined);
    }
  };

// a call, since the compiler believes that the signal is still as the first look found it
const isAborted = (signal: AbortSignal): boolean => signal.aborted;

const open = (
  client: EventStoreDBClient,
  { after, streamPrefixes }: Omit<SubscriptionRange, 'signal'>,
): AllStreamSubscription => {
  // checkpoints and the caught-up signal travel as events of the emitter; pushed into the stream
  // they keep their order
  const note = (item: SubscriptionItem) => subscription.push(item);
  const filter: Filter = streamNameFilter({
    prefixes: [...streamPrefixes],
    checkpointInterval: 32,
    checkpointReached: (_, { commit }) => {
      note({ kind: 'checkpoint', position: commit });

      return Promise.resolve();
    },
  });
  const subscription = client.subscribeToAll(
    {
      fromPosition: after === 'start' ? START : { commit: after, prepare: after },
      filter,
      requiresLeader,
    },
    { highWaterMark: buffered },
  );
  subscription.on('caughtUp', () => note({ kind: 'caughtUp' }));
  // an error that comes after the loop has ended would otherwise find no listener and end the
  // process
  subscription.on('error', () => undefined);

  return subscription;
};

type Resolved = { event?: Parameters<typeof toStoredEvent>[0]; commitPosition?: bigint };

const toItem = (item: Resolved | SubscriptionItem): SubscriptionItem => {
  if ('kind' in item) return item;
  if (item.event === undefined)
    throw new TypeError('The subscription sent a link without its event');

  return { kind: 'event', event: toStoredEvent(item.event, item.commitPosition) };
};
