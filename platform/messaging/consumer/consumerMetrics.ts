import type { Metrics } from '../../metrics/index.js';

/** Without metrics it counts nothing. Consumers of one service share the metric families. */
export const createConsumerMetrics = (metrics: Metrics | undefined, group: string) => {
  const families = metrics && familiesOf(metrics);

  return {
    handled: (count: number): void => families?.messages.inc({ group, outcome: 'handled' }, count),
    deadLettered: (): void => families?.messages.inc({ group, outcome: 'dead_letter' }),
    /** `read` is called whenever metrics are read: what stands still reports nothing itself. */
    readStalled: (read: () => number): void => void families?.stalledOf.set(group, read),
    waiting: (messages: number): void => families?.waiting.set({ group }, messages),
    paused: (): void => families?.pauses.inc({ group }),
    took: (seconds: number): void => families?.batches.observe({ group }, seconds),
    lag: (topic: string, partition: number, count: number): void =>
      families?.lag.set({ group, topic, partition }, count),
  };
};

export type ConsumerMetrics = ReturnType<typeof createConsumerMetrics>;

const familiesByMetrics = new WeakMap<Metrics, ReturnType<typeof createFamilies>>();

const familiesOf = (metrics: Metrics): ReturnType<typeof createFamilies> => {
  const families = familiesByMetrics.get(metrics) ?? createFamilies(metrics);
  familiesByMetrics.set(metrics, families);

  return families;
};

const createFamilies = (metrics: Metrics) => ({
  stalledOf: createStalled(metrics),
  messages: metrics.counter({
    name: 'quicksale_kafka_consumer_messages_total',
    help: 'Messages by what became of them',
    labels: ['group', 'outcome'],
  }),
  pauses: metrics.counter({
    name: 'quicksale_kafka_consumer_pauses_total',
    help: 'Batches that failed and made their partition pause',
    labels: ['group'],
  }),
  waiting: metrics.gauge({
    name: 'quicksale_kafka_quarantined_messages',
    help: 'Messages of the group that wait in quarantine: an alarm above 0',
    labels: ['group'],
  }),
  batches: metrics.histogram({
    name: 'quicksale_kafka_consumer_batch_seconds',
    help: 'Time that a batch took to handle',
    labels: ['group'],
  }),
  lag: metrics.gauge({
    name: 'quicksale_kafka_consumer_lag',
    help: 'Messages behind the end of the partition at the last fetch',
    labels: ['group', 'topic', 'partition'],
  }),
});

const createStalled = (metrics: Metrics): Map<string, () => number> => {
  const stalledOf = new Map<string, () => number>();
  metrics.gauge({
    name: 'quicksale_kafka_consumer_stalled_partitions',
    help: 'Partitions whose batch has failed or stood for 10 s: an alarm above 0',
    labels: ['group'],
    collect: (gauge) => {
      for (const [group, read] of stalledOf) gauge.set({ group }, read());
    },
  });

  return stalledOf;
};
