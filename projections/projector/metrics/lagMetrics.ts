import { coalesce } from '../../../platform/concurrency/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import { type Metrics, secondsSince } from '../../../platform/metrics/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { streamPrefixes } from '../../facts/streamCategories.js';
import { checkpointPosition } from '../checkpoint.js';
import { readBehind } from '../readBehind.js';

type Deps = Readonly<{ eventStore: Pick<EventStore, 'readTail'>; database: Queryable }>;

/** How far the read models are behind the end of the log, as it is when the metrics are read. */
export const observeLag = (metrics: Metrics, deps: Deps): void => {
  const read = coalesce(() => readUnhandled(deps));
  metrics.readGauge({
    name: 'quicksale_projection_lag_events',
    help: 'Events behind the checkpoint, 2 048 at most',
    read: async () => (await read()).length,
  });
  metrics.readGauge({
    name: 'quicksale_projection_lag_seconds',
    help: 'Age of the oldest of them',
    read: async () => {
      const oldest = (await read()).at(-1);

      return oldest === undefined ? 0 : secondsSince(oldest.recordedAt);
    },
  });
};

/** Returns the events that the projector has not handled, newest first. */
const readUnhandled = async ({ eventStore, database }: Deps) => {
  const { records } = await readBehind(eventStore, await checkpointPosition(database));

  return records.filter(({ stream }) => streamPrefixes.some((prefix) => stream.startsWith(prefix)));
};
