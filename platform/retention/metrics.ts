import type { Metrics } from '../metrics/index.js';

/** `quicksale_retention_failures_total` that grows is an alarm: something grows that should not. */
export const createRetentionMetrics = (metrics: Metrics) => ({
  removed: metrics.counter({
    name: 'quicksale_retention_removed_total',
    help: 'Rows, or days of rows, removed when their time was over',
    labels: ['kind'],
  }),
  failures: metrics.counter({
    name: 'quicksale_retention_failures_total',
    help: 'Runs that could not remove what is over: an alarm when it grows',
    labels: ['kind'],
  }),
});

export type RetentionMetrics = ReturnType<typeof createRetentionMetrics>;
