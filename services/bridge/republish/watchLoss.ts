import { jittered, pause } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Kafka } from '../../../platform/messaging/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { once } from '../../../platform/process/index.js';
import type { BridgeMetrics } from '../metrics.js';
import { lostPartitions } from './lostPartitions.js';

type Deps = Readonly<{
  database: Queryable;
  kafka: Kafka;
  logger: Logger;
  metrics: Pick<BridgeMetrics, 'lostPartitions'>;
  isLeader: () => boolean;
  everyMs?: number;
}>;

/** Says, as the leader, when Kafka has lost what was published: only a person knows since when. */
export const watchLoss = ({
  metrics,
  isLeader,
  logger,
  everyMs = 30_000,
  ...deps
}: Deps): Readonly<{ stop: () => Promise<void> }> => {
  const stopping = new AbortController();
  let known = 0;

  const compare = async (): Promise<void> => {
    const lost = isLeader() ? await lostPartitions(deps) : [];
    metrics.lostPartitions.set(lost.length);
    if (lost.length > known) logger.error({ lost }, 'messages lost by Kafka');
    known = lost.length;
  };
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      // a broker or database that does not respond is for /ready to tell
      await compare().catch((error: unknown) => logger.debug({ err: error }, 'cannot compare'));
      await pause(jittered(everyMs), stopping.signal);
    }
  })();

  return {
    stop: once(async () => {
      stopping.abort();
      await watching;
    }),
  };
};
