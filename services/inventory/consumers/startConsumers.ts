import { once } from '../../../platform/process/index.js';
import { createConsumer, type Kafka } from '../../../platform/messaging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Parts } from '../parts.js';
import { followOrders } from './followOrders.js';
import { reserveOrders } from './reserveOrders.js';

type Options = Readonly<{ kafka: Kafka; metrics: Metrics; onCrash: (error: Error) => void }>;

/** A group per topic: a poison message or a rebalance of one topic does not hold up the other. */
export const startConsumers = (
  parts: Pick<Parts, 'products' | 'now'>,
  { kafka, metrics, onCrash }: Options,
) => {
  const created = createConsumer({
    kafka,
    groupId: 'inventory',
    topics: ['order.created'],
    handle: reserveOrders(parts),
    metrics,
    onCrash,
  });
  const status = createConsumer({
    kafka,
    groupId: 'inventory-status',
    topics: ['order.status'],
    handle: followOrders(parts),
    metrics,
    onCrash,
  });

  return {
    readiness: { 'order.created': created.ready, 'order.status': status.ready },
    stop: once(async () => {
      await Promise.all([created.stop(), status.stop()]);
    }),
  };
};
