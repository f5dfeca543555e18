import { jittered, pause } from '../../concurrency/index.js';
import type { Logger } from '../../logging/index.js';
import { SubscriptionDropped } from '../errors.js';
import type { EventStore, StoredEvent, SubscriptionItem } from '../types.js';

/** In milliseconds: before the next subscription, when the last one has delivered no event. */
const retryMs = 200;

/**
 * Subscribes again, from the last event, when the server drops a subscription whose reader fell
 * behind: EventStoreDB 23.10 does so, later versions let the reader catch up.
 */
export const createResubscribing = (
  subscribeToAll: EventStore['subscribeToAll'],
  logger: Logger,
): EventStore['subscribeToAll'] =>
  async function* (range) {
    let { after } = range;
    for (;;) {
      const before = after;
      const noteEvent = ({ position }: StoredEvent) => {
        after = position;
      };
      try {
        yield* noting(subscribeToAll({ ...range, after }), noteEvent);

        return;
      } catch (error) {
        if (!(error instanceof SubscriptionDropped)) throw error;
        logger.debug({ err: error }, 'subscribing again');
      }
      if (after === before) await pause(jittered(retryMs), range.signal);
    }
  };

async function* noting(
  items: AsyncIterable<SubscriptionItem>,
  noteEvent: (event: StoredEvent) => void,
): AsyncGenerator<SubscriptionItem> {
  for await (const item of items) {
    if (item.kind === 'event') noteEvent(item.event);
    yield item;
  }
}
