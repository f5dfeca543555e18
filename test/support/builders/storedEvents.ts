import type { InventoryEvent } from '../../../domain/inventory/index.js';
import type { OrderEvent } from '../../../domain/order/index.js';
import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { at, toNewEvent } from './storyEvents.js';

/**
 * Events as if they had been read: revisions count from 0 per stream, positions from `first` on.
 */
export const stored = (
  stream: string,
  events: readonly (InventoryEvent | OrderEvent)[],
  first = 1000n,
): StoredEvent[] =>
  events.map((event, revision) => ({
    ...toNewEvent(event),
    stream,
    revision,
    position: first + BigInt(revision) * 100n,
    recordedAt: at,
  }));
