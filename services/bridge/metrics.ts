import type { Metrics } from '../../platform/metrics/index.js';

/**
 * `quicksale_bridge_quarantined_keys` and `quicksale_bridge_lost_partitions` above 0 are alarms:
 * messages of an order wait for an operator, or were lost by Kafka.
 */
export const createBridgeMetrics = (metrics: Metrics) => ({
  published: metrics.counter({
    name: 'quicksale_bridge_published_total',
    help: 'Messages that the broker acknowledged',
    labels: ['topic'],
  }),
  inFlight: metrics.gauge({
    name: 'quicksale_bridge_messages_in_flight',
    help: 'Messages read from the outbox and not yet acknowledged',
  }),
  quarantined: metrics.gauge({
    name: 'quicksale_bridge_quarantined_keys',
    help: 'Keys with a message that the broker refuses',
  }),
  lostPartitions: metrics.gauge({
    name: 'quicksale_bridge_lost_partitions',
    help: 'Partitions that do not have what they acknowledged',
  }),
});

export type BridgeMetrics = ReturnType<typeof createBridgeMetrics>;
