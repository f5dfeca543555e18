import { median } from '../harness/statistics.js';
import type { Batching, LatencyCost, MeasuredWait, PartCost } from './costs.js';

/** Of one part: CPU seconds per second, at so many orders and batches a second. */
export type CpuPoint = Readonly<{ rate: number; batches: number; cpu: number }>;

/**
 * The cost that comes nearest to what was measured, relative to it; no term is below 0. A part that
 * took no more than at rest counts as well: without it the ticks of the others would stand for all.
 */
export const fitPart = (idle: number, points: readonly CpuPoint[]): PartCost => {
  const rows = points.map(({ rate, batches, cpu }) => ({
    x: rate,
    z: batches,
    y: cpu - idle,
    size: Math.max(cpu, idle, leastCpu),
  }));
  const { x: perOrder, z: perBatch } = fitPlane(rows);

  return { idle, perOrder, perBatch };
};

/** About one tick of the clock that counts CPU, in a run of ten seconds. */
const leastCpu = 0.001;

/** `size`: what an error is relative to. */
type Row = Readonly<{ x: number; z: number; y: number; size: number }>;
type Plane = Readonly<{ x: number; z: number }>;

/** Least squares of `y = a x + b z`. */
const fitPlane = (rows: readonly Row[]): Plane => {
  const sum = (of: (row: Row) => number): number =>
    rows.reduce((total, row) => total + of(row) / row.size ** 2, 0);
  const [xx, xz, zz] = [sum(({ x }) => x * x), sum(({ x, z }) => x * z), sum(({ z }) => z * z)];
  const [xy, zy] = [sum(({ x, y }) => x * y), sum(({ z, y }) => z * y)];
  const determinant = xx * zz - xz * xz;
  const error = (plane: Plane): number =>
    sum(({ x, z, y }) => (plane.x * x + plane.z * z - y) ** 2);
  const [best] = [
    { x: (zz * xy - xz * zy) / determinant, z: (xx * zy - xz * xy) / determinant },
    { x: xy / xx, z: 0 },
    { x: 0, z: zy / zz },
  ]
    .filter(({ x, z }) => x >= 0 && z >= 0)
    .sort((one, other) => error(one) - error(other));

  return best ?? { x: 0, z: 0 };
};

/** `utilisation`: the share of the cores that were busy. */
export type BatchPoint = Readonly<{ rate: number; batches: number; utilisation: number }>;

/** From rates at which the cores are not full. */
export const fitBatching = (points: readonly BatchPoint[]): Batching => {
  // rate / batches = 1 / perOrder + rate / (1 - utilisation) * mergeSeconds / perOrder
  const { x: slope, z: alone } = fitPlane(
    points.map(({ rate, batches, utilisation }) => {
      const orders = rate / batches;

      return { x: rate / (1 - utilisation), z: 1, y: orders, size: orders };
    }),
  );
  const perOrder = alone > 0 ? 1 / alone : 1;

  return { perOrder, mergeSeconds: Math.max(leastMergeSeconds, slope * perOrder) };
};

const leastMergeSeconds = 1e-5;

export type LatencyPoint = Readonly<{ rate: number; batches: number; p50: number }>;

/** An order alone from the first point, and the windows from those where orders share batches. */
export const fitLatency = (
  { perOrder }: Batching,
  [lowest, ...others]: readonly LatencyPoint[],
): Omit<LatencyCost, 'measured'> => {
  const aloneMs = lowest?.p50 ?? 0;
  const windows = others.flatMap(({ rate, batches, p50 }) => {
    const sharing = (perOrder * rate) / batches - 1;

    return sharing > leastSharing ? [(((p50 - aloneMs) / 1000) * rate) / sharing] : [];
  });

  return { aloneMs, windows: windows.length > 0 ? Math.max(0, median(windows)) : perOrder };
};

const leastSharing = 0.5;

/** What comes with a rate, for shares of the ceiling; a wait that got shorter was measured ill. */
export const measuredWaits = (
  points: readonly Readonly<{ rate: number; p50: number }>[],
  ceiling: number,
): readonly MeasuredWait[] => {
  let longest = 0;

  return points.map(({ rate, p50 }) => {
    longest = Math.max(longest, p50);

    return { share: rate / ceiling, p50: longest };
  });
};
