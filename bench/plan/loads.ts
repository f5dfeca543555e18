import type { BenchContext } from '../harness/benchContext.js';
import { median } from '../harness/statistics.js';
import { type Measured, measureCallers, measurePace, type Sale } from './measure.js';

/**
 * Orders that come at a pace, or buyers who wait for each decision. Loads that are checked are
 * predicted from the costs of the others.
 */
export type Load = Readonly<{ isChecked: boolean }> &
  (Readonly<{ rate: number }> | Readonly<{ callers: number }>);

export type CheckRuns = Readonly<{ load: Load; runs: readonly Measured[] }>;

export const mostCallers = 256;

/** Shares of full speed. At the first two no machine is full. */
const shares = { costed: [0.03, 0.08, 0.3, 0.7], checked: [0.15, 0.45] };

export const loadsAt = (fullSpeed: number): readonly Load[] => [
  ...[...shares.costed, ...shares.checked]
    .sort((one, other) => one - other)
    .map((share) => ({
      rate: Math.ceil(fullSpeed * share),
      isChecked: shares.checked.includes(share),
    })),
  { callers: mostCallers / 2, isChecked: true },
  { callers: mostCallers, isChecked: false },
];

type Measuring = Readonly<{ sale: Sale; seconds: number; say: BenchContext['say'] }>;

/**
 * Measures all loads in turn, in several rounds: what else the machine does changes within minutes,
 * and has to come to costs and checks alike. Returns how many orders there were, too.
 */
export const measureLoads = async (
  loads: readonly Load[],
  rounds: number,
  { sale, seconds, say }: Measuring,
): Promise<Readonly<{ measured: readonly CheckRuns[]; orders: number }>> => {
  const measured = loads.map((load) => ({ load, runs: [] as Measured[] }));
  for (let round = 0; round < rounds; round += 1)
    for (const { load, runs } of measured) {
      const run =
        'rate' in load
          ? await measurePace(sale, load.rate, seconds)
          : await measureCallers(sale, load.callers, seconds);
      runs.push(run);
      say(`${JSON.stringify(load)}: ${JSON.stringify(run)}`);
    }
  const perSecond = measured.flatMap(({ runs }) => runs.map((run) => run.perSecond));

  return { measured, orders: seconds * perSecond.reduce((sum, one) => sum + one, 0) };
};

/** Of each figure by itself. */
export const medianOf = (runs: readonly Measured[]): Measured => {
  const middle = (of: (run: Measured) => number): number => median(runs.map(of));
  const parts = Object.keys(runs[0]?.cpu ?? {});

  return {
    perSecond: middle((run) => run.perSecond),
    batchesPerSecond: middle((run) => run.batchesPerSecond),
    p50: middle((run) => run.p50),
    cpu: Object.fromEntries(parts.map((part) => [part, middle((run) => run.cpu[part] ?? 0)])),
    others: middle((run) => run.others),
  };
};
