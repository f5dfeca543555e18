import type { Logger } from '../../../platform/logging/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import { type Database, listen } from '../../../platform/postgres/index.js';
import type { Running } from '../../../platform/process/index.js';
import { dueChannel } from '../../../projections/orders/dueQueries.js';
import type { DueItem, DueWork } from './runDue.js';
import { startScheduler } from './scheduler.js';

type Deps = Readonly<{
  database: Database;
  logger: Logger;
  metrics: Metrics;
  /** ISO 8601 UTC. */
  now: () => string;
}>;

/**
 * Runs each kind of work when it is due. A commit of the projector tells times that are new; after
 * a connection was lost the table is read.
 */
export const startDueWork = (
  { database, logger, metrics, now }: Deps,
  kinds: readonly Pick<DueWork, 'kind' | 'next' | 'run'>[],
): Pick<Running, 'stop'> => {
  const time = (): number => Date.parse(now());
  const observe = observed({ metrics, logger }, time);
  const schedulers = kinds.map((work) =>
    startScheduler({ work: { ...work, observe: observe(work.kind) }, now: time, logger }),
  );
  const noteDue = (at: number): void => {
    for (const scheduler of schedulers) scheduler.noteDue(at);
  };
  const listener = listen({
    url: database.url,
    channels: [dueChannel],
    onNotification: (_, payload) => noteDue(Date.parse(payload)),
    onReconnect: () => noteDue(-Infinity),
    logger,
  });

  return {
    stop: async () => {
      await listener.stop();
      await Promise.all(schedulers.map((scheduler) => scheduler.stop()));
    },
  };
};

const observed = (
  { metrics, logger }: Pick<Deps, 'metrics' | 'logger'>,
  time: () => number,
): ((kind: string) => DueWork['observe']) => {
  const late = metrics.histogram({
    name: 'quicksale_due_work_late_seconds',
    help: 'How late work was that is due at a time',
    labels: ['kind'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300],
  });
  const failed = metrics.counter({
    name: 'quicksale_due_work_failures_total',
    help: 'Work that is due and could not be done; it is tried again',
    labels: ['kind'],
  });

  return (kind) => (item: DueItem, error) => {
    if (error === null) late.observe({ kind }, Math.max(0, time() - item.dueAt) / 1_000);
    else {
      failed.inc({ kind });
      logger.warn({ err: error, kind, id: item.id }, 'due work failed');
    }
  };
};
