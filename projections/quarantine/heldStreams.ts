import { isOrderCritical } from '../../domain/orderCritical.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { openEvents, type QuarantinedEvent } from './quarantinedEvents.js';

type Report = Readonly<{ held: (count: Readonly<{ critical: number; others: number }>) => void }>;

type Deps = Readonly<{ database: Queryable; projection: string; metrics: Report }>;

/** The streams that wait in quarantine, as the only writer of the projection knows them. */
export type HeldStreams = Readonly<{
  /** To be awaited before the first question; reads once. */
  load: () => Promise<void>;
  has: (stream: string) => boolean;
  isEmpty: () => boolean;
  /** Reads again what operators may have changed. */
  refresh: () => Promise<readonly QuarantinedEvent[]>;
}>;

export const createHeldStreams = ({ database, projection, metrics }: Deps): HeldStreams => {
  let held: ReadonlyMap<string, QuarantinedEvent> | null = null;

  const refresh = async (): Promise<readonly QuarantinedEvent[]> => {
    const events = await openEvents(database, projection);
    // of an older release a stream may have several: it waits at the first
    held = new Map(events.toReversed().map((event) => [event.stream, event]));
    const critical = [...held.values()].filter(isOrderCritical).length;
    metrics.held({ critical, others: held.size - critical });

    return [...held.values()];
  };

  return {
    load: async () => {
      if (held === null) await refresh();
    },
    has: (stream) => held?.has(stream) ?? false,
    isEmpty: () => held?.size === 0,
    refresh,
  };
};
