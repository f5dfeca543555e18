import { createCached } from '../../../platform/concurrency/index.js';
import type { Gauge, Metrics } from '../../../platform/metrics/index.js';
import type { CompareDeps } from './rowsMatchStreams.js';
import { invariants } from './invariants.js';

/** In milliseconds: however often metrics are read, violations are counted once in this time. */
const countedEveryMs = 60_000;

type Deps = CompareDeps & Readonly<{ metrics: Metrics }>;

type Counts = readonly (readonly [invariant: string, violations: number | null])[];

/** What cannot be counted has no series; nothing is read while nobody reads the metrics. */
export const observeInvariants = ({ metrics, ...deps }: Deps): void => {
  const read = createCached(() => countAll(deps), countedEveryMs);
  metrics.gauge({
    name: 'quicksale_invariant_violations',
    help: 'Violations of what must always hold, as of the last minute',
    labels: ['invariant'],
    collect: async (gauge) => show(gauge, await read()),
  });
};

const countAll = (deps: CompareDeps): Promise<Counts> =>
  Promise.all(
    Object.entries(invariants).map(
      async ([invariant, count]) => [invariant, await count(deps).catch(() => null)] as const,
    ),
  );

const show = (gauge: Gauge<'invariant'>, counted: Counts): void => {
  for (const [invariant, violations] of counted)
    if (violations === null) gauge.remove({ invariant });
    else gauge.set({ invariant }, violations);
};
