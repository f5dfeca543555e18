import type { LatencyCost, PartCost } from './costs.js';

/** CPU seconds per second of one part, at so many orders a second. */
export type CpuPoint = Readonly<{ rate: number; cpu: number }>;

/**
 * The cost whose law comes nearest to what was measured, relative to it. Needs three rates; more
 * are better.
 */
export const fitPart = (idle: number, points: readonly CpuPoint[]): PartCost => {
  const perOrder = points.map(({ rate, cpu }) => ({ rate, cost: Math.max(0, cpu - idle) / rate }));
  const [best] = knees
    .map((knee) => ({ knee, ...fitLine(perOrder, knee) }))
    .sort((one, other) => one.error - other.error);
  if (best === undefined) throw new Error('nothing to fit');

  return { idle, perOrder: best.each, perBatch: best.shared, batchesPerSecond: best.knee };
};

/**
 * From one batch in two seconds to two thousand in one, each a tenth higher than the one before.
 */
const knees = Array.from({ length: 90 }, (_, step) => 0.5 * 1.1 ** step);

type Sample = Readonly<{ rate: number; cost: number }>;
type Line = Readonly<{ each: number; shared: number; error: number }>;

/** Least squares of `cost = each + shared / (1 + rate / knee)`, neither below 0. */
const fitLine = (samples: readonly Sample[], knee: number): Line => {
  const rows = samples
    .filter(({ cost }) => cost > 0)
    .map(({ rate, cost }) => ({ weight: 1 / cost, share: 1 / (1 + rate / knee), cost }));
  const sum = (of: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const [one, x, xx] = [0, 1, 2].map((power) =>
    sum(({ weight, share }) => weight ** 2 * share ** power),
  ) as [number, number, number];
  const y = sum(({ weight, cost }) => weight ** 2 * cost);
  const xy = sum(({ weight, share, cost }) => weight ** 2 * share * cost);
  const determinant = one * xx - x * x;
  const candidates = [
    { each: (xx * y - x * xy) / determinant, shared: (one * xy - x * y) / determinant },
    { each: y / one, shared: 0 },
    { each: 0, shared: xy / xx },
  ].filter(({ each, shared }) => each >= 0 && shared >= 0);
  const [best] = candidates
    .map(({ each, shared }) => ({
      each,
      shared,
      error: sum(({ weight, share, cost }) => ((each + shared * share - cost) * weight) ** 2),
    }))
    .sort((a, b) => a.error - b.error);

  return best ?? { each: 0, shared: 0, error: 0 };
};

export type LatencyPoint = Readonly<{ utilisation: number; p50: number }>;

/** The share of waits in a queue whose server is busy so much of the time. */
export const waitFactor = (utilisation: number): number => utilisation / (1 - utilisation);

/** Through the lowest and the highest point; waits never get shorter where there is more to do. */
export const fitLatency = (points: readonly LatencyPoint[]): LatencyCost => {
  const sorted = [...points].sort((one, other) => one.utilisation - other.utilisation);
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined) throw new Error('nothing to fit');
  const width = waitFactor(high.utilisation) - waitFactor(low.utilisation);
  const waitMs = width > 0 ? Math.max(0, (high.p50 - low.p50) / width) : 0;

  return { aloneMs: Math.max(0, low.p50 - waitMs * waitFactor(low.utilisation)), waitMs };
};
