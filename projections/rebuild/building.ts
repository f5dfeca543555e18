import type { EventStore } from '../../platform/eventStore/index.js';
import type { Checkpoint } from '../projector/checkpoint.js';
import type { QuarantineFilter } from '../quarantine/leaveOutQuarantined.js';
import { replay } from './replay.js';
import type { Shadow } from './shadow.js';

export type RebuildProgress = Readonly<{ events: number; position: bigint; target: bigint }>;

/** The work on shadows of the live tables. */
export type Building = Readonly<{
  /**
   * Brings the shadows exactly as far as the live tables; resolves to the number of events on the
   * way.
   */
  goTo: (live: Checkpoint) => Promise<number>;
  events: () => number;
}>;

type Options = Readonly<{
  eventStore: EventStore;
  quarantine: QuarantineFilter;
  onProgress: (progress: RebuildProgress) => void;
}>;

export const createBuilding = (
  { eventStore, quarantine, onProgress }: Options,
  shadows: readonly Shadow[],
): Building => {
  const streamPrefixes = shadows.map(({ streamPrefix }) => streamPrefix);
  let reached = -1n;
  let lastEvent: bigint | 'start' = 'start';
  let events = 0;

  return {
    events: () => events,
    goTo: async ({ position: target, eventPosition }) => {
      // a checkpoint of an older release may know no last event
      if (target === null || reached >= (eventPosition ?? target)) return 0;
      const before = events;
      for await (const batch of replay(eventStore, {
        after: lastEvent,
        upTo: target,
        streamPrefixes,
      })) {
        const records = quarantine.leaveOut(batch);
        for (const shadow of shadows) await shadow.write(records);
        lastEvent = batch.at(-1)?.position ?? lastEvent;
        events += batch.length;
        onProgress({ events, position: batch.at(-1)?.position ?? target, target });
      }
      reached = target;
      onProgress({ events, position: target, target });

      return events - before;
    },
  };
};
