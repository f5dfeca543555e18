import type { EventStore } from '../../../platform/eventStore/index.js';

type Search = Readonly<{ stream: string; position: bigint; pageSize: number }>;

/**
 * The revision of a page's beginning, at most `pageSize` events before the stream's first event
 * after `position` in `$all`. Looks at single events, few even of a stream that holds a million:
 * its events lie in `$all` in their order.
 */
export const firstPageAfter = async (
  eventStore: EventStore,
  { stream, position, pageSize }: Search,
): Promise<number> => {
  const isAfter = async (revision: number): Promise<boolean> => {
    const [event] = (await eventStore.read(stream, { from: revision, maxCount: 1 })).events;

    return event === undefined || event.position > position;
  };
  let low = 0;
  let high = pageSize;
  while (!(await isAfter(high))) {
    low = high;
    high *= 2;
  }
  while (high - low > pageSize) {
    const middle = Math.floor((low + high) / 2);
    if (await isAfter(middle)) high = middle;
    else low = middle;
  }

  return low;
};
