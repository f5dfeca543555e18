import { createConsumer, type Kafka } from '../../../platform/messaging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import { once } from '../../../platform/process/index.js';
import { followOldStatus, followOrder } from './followOrder.js';
import type { Deps } from '../useCases/deps.js';
import { handleLines } from './handleLines.js';

type Options = Readonly<{
  kafka: Kafka;
  database: Database;
  metrics: Metrics;
  onCrash: (error: Error) => void;
}>;

/** Of a topic on which hardly a message is for the inventory: they are looked through together. */
const rarelyBytes = 64 * 1024;

/** A group per topic: a poison message or a rebalance of one topic does not hold up the other. */
export const startConsumers = (
  deps: Pick<Deps, 'products' | 'now'>,
  { kafka, database, metrics, onCrash }: Options,
) => {
  const created = createConsumer({
    kafka,
    groupId: 'inventory',
    topics: ['order.created'],
    handle: handleLines(followOrder)(deps),
    database,
    metrics,
    onCrash,
  });
  const status = createConsumer({
    kafka,
    groupId: 'inventory-status',
    topics: ['order.status'],
    minBytes: rarelyBytes,
    handle: handleLines(followOldStatus)(deps),
    database,
    metrics,
    onCrash,
  });

  return {
    readiness: {
      consumer: async () => {
        await Promise.all([created.responsive(), status.responsive()]);
      },
    },
    informative: { 'order.created': created.ready, 'order.status': status.ready },
    stop: once(async () => {
      await Promise.all([created.stop(), status.stop()]);
    }),
  };
};
