import type { StoredEvent } from '../../../platform/eventStore/index.js';
import { type Metrics, secondsSince } from '../../../platform/metrics/index.js';
import { countDecisions, type Decisions } from './decisionMetrics.js';

export type ProjectorMetrics = Readonly<{
  projected: (facts: Decisions, events: readonly StoredEvent[], position: bigint) => void;
  quarantined: (type: string) => void;
  /** How many streams wait in quarantine; orders depend on the critical ones. */
  held: (count: Readonly<{ critical: number; others: number }>) => void;
  /** An event of somebody else, which was ignored. */
  foreign: () => void;
}>;

export const createProjectorMetrics = (metrics: Metrics): ProjectorMetrics => {
  const events = metrics.counter({
    name: 'quicksale_projected_events_total',
    help: 'Events projected',
  });
  const batches = metrics.counter({
    name: 'quicksale_projected_batches_total',
    help: 'Batches committed',
  });
  const place = metrics.gauge({
    name: 'quicksale_projection_position',
    help: 'Last committed $all position',
  });
  const age = metrics.histogram({
    name: 'quicksale_projection_delay_seconds',
    help: 'From the recording of a batch’s oldest event to its commit',
  });
  const quarantined = metrics.counter({
    name: 'quicksale_projection_quarantined_events_total',
    help: 'Events in quarantine since they cannot be projected: an alarm',
    labels: ['type'],
  });
  const countDecided = countDecisions(metrics);

  return {
    projected: (facts, batch, position) => {
      countDecided(facts);
      batches.inc();
      events.inc(batch.length);
      place.set(Number(position));
      const [oldest] = batch;
      if (oldest !== undefined) age.observe(secondsSince(oldest.recordedAt));
    },
    quarantined: (type) => quarantined.inc({ type }),
    held: createHeldGauge(metrics),
    foreign: createForeignCounter(metrics),
  };
};

const createHeldGauge = (metrics: Metrics): ProjectorMetrics['held'] => {
  const held = metrics.gauge({
    name: 'quicksale_projection_held_streams',
    help: 'Streams that wait behind an event in quarantine: an alarm above 0',
    labels: ['critical'],
  });

  return ({ critical, others }) => {
    held.set({ critical: 'true' }, critical);
    held.set({ critical: 'false' }, others);
  };
};

const createForeignCounter = (metrics: Metrics): ProjectorMetrics['foreign'] => {
  const foreign = metrics.counter({
    name: 'quicksale_projection_foreign_events_total',
    help: 'Events ignored since the id of their stream is none of ours',
  });

  return () => foreign.inc();
};
