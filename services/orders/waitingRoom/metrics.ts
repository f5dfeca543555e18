import type { Metrics } from '../../../platform/metrics/index.js';

type WaitingMetrics = Readonly<{
  admitted: (waited: boolean) => void;
  /** In milliseconds. */
  waited: (ms: number) => void;
}>;

/** What the metrics say of the waiting room; `requests` returns how many wait. */
export const watchWaiting = (metrics: Metrics, requests: () => number): WaitingMetrics => {
  metrics.gauge({
    name: 'quicksale_admission_waiting',
    help: 'Requests that wait until their order fits',
    collect: (gauge) => gauge.set(requests()),
  });
  const admissions = metrics.counter({
    name: 'quicksale_admission_admitted_total',
    help: 'Orders that were let in, at once or after a wait',
    labels: ['waited'],
  });
  const waits = metrics.histogram({
    name: 'quicksale_admission_wait_seconds',
    help: 'How long requests have waited, whatever their wait came to',
  });

  return {
    admitted: (waited) => admissions.inc({ waited: String(waited) }),
    waited: (ms) => waits.observe(ms / 1_000),
  };
};
