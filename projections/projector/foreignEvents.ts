import { createLru } from '../../platform/concurrency/index.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Logger } from '../../platform/logging/index.js';
import { isForeign } from '../facts/streamCategories.js';
import type { ProjectorMetrics } from './metrics/projectorMetrics.js';

type Deps = Readonly<{ logger: Logger; metrics: Pick<ProjectorMetrics, 'foreign'> }>;

const streamsKept = 1_000;

/** Counts events of others, whose streams only look like ours, and warns once of each stream. */
export const reportForeign = ({
  logger,
  metrics,
}: Deps): ((events: readonly StoredEvent[]) => void) => {
  const known = createLru<string, true>({ size: streamsKept });

  return (events) => {
    for (const { stream } of events.filter(isForeign)) {
      metrics.foreign();
      if (known.get(stream) === undefined)
        logger.warn({ stream }, 'events of a stream that is none of ours are ignored');
      known.set(stream, true);
    }
  };
};
