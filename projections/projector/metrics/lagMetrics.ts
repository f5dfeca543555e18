import { coalesce } from '../../../platform/concurrency/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import { type Metrics, secondsSince } from '../../../platform/metrics/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { streamPrefixes } from '../../facts/streamCategories.js';
import { checkpointPosition } from '../checkpoint.js';

type Deps = Readonly<{ eventStore: Pick<EventStore, 'readTail'>; database: Queryable }>;

/** The log is read backwards: so far at most. */
const pages = [1, 64, 2_048];

/** How far the read models are behind the end of the log, as it is when the metrics are read. */
export const observeLag = (metrics: Metrics, deps: Deps): void => {
  const read = coalesce(() => readBehind(deps));
  metrics.readGauge({
    name: 'quicksale_projection_lag_events',
    help: 'Events behind the checkpoint, 2 048 at most',
    read: async () => (await read()).length,
  });
  metrics.readGauge({
    name: 'quicksale_projection_lag_seconds',
    help: 'Age of the oldest of them',
    read: async () => {
      const [oldest] = (await read()).toReversed();

      return oldest === undefined ? 0 : secondsSince(oldest.recordedAt);
    },
  });
};

/** Returns the events that the projector has not handled, newest first. */
const readBehind = async ({ eventStore, database }: Deps) => {
  const checkpoint = (await checkpointPosition(database)) ?? -1n;
  for (const page of pages) {
    const records = await eventStore.readTail(page);
    const behind = records.filter(({ position }) => position > checkpoint);
    if (behind.length < records.length || records.length < page || page === pages.at(-1))
      return behind.filter(({ stream }) =>
        streamPrefixes.some((prefix) => stream.startsWith(prefix)),
      );
  }

  return [];
};
