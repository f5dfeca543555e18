import type { Batching, PartCost } from './costs.js';

/** Of one part: CPU seconds per second, at so many orders and batches a second. */
export type CpuPoint = Readonly<{ rate: number; batches: number; cpu: number }>;

/** The cost that comes nearest to what was measured, relative to it; no term is below 0. */
export const fitPart = (idle: number, points: readonly CpuPoint[]): PartCost => {
  const rows = points
    .map(({ rate, batches, cpu }) => ({ x: rate, z: batches, y: cpu - idle }))
    .filter(({ y }) => y > 0);
  const { x: perOrder, z: perBatch } = fitPlane(rows);

  return { idle, perOrder, perBatch };
};

type Row = Readonly<{ x: number; z: number; y: number }>;
type Plane = Readonly<{ x: number; z: number }>;

/** Least squares of `y = a x + b z`, each row relative to its y. */
const fitPlane = (rows: readonly Row[]): Plane => {
  const sum = (of: (row: Row) => number): number =>
    rows.reduce((total, row) => total + of(row) / row.y ** 2, 0);
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

export type BatchPoint = Readonly<{ rate: number; batches: number }>;

/** From rates at which the cores are not full, else they decide how many batches there are. */
export const fitBatching = (points: readonly BatchPoint[]): Batching => {
  // rate / batches = 1 / perOrder + rate * mergeSeconds / perOrder
  const { x: slope, z: alone } = fitPlane(
    points.map(({ rate, batches }) => ({ x: rate, z: 1, y: rate / batches })),
  );

  return alone > 0
    ? { perOrder: 1 / alone, mergeSeconds: slope / alone }
    : { perOrder: 1, mergeSeconds: slope };
};

/** The share of waits in a queue whose server is busy so much of the time. */
export const waitFactor = (utilisation: number): number => utilisation / (1 - utilisation);

export type LatencyPoint = Readonly<{ utilisation: number; p50: number }>;

/** Through both points; waits never get shorter where there is more to do. */
export const fitLatency = (
  low: LatencyPoint,
  high: LatencyPoint,
): Readonly<{ aloneMs: number; waitMs: number }> => {
  const width = waitFactor(high.utilisation) - waitFactor(low.utilisation);
  const waitMs = width > 0 ? Math.max(0, (high.p50 - low.p50) / width) : 0;

  return { aloneMs: Math.max(0, low.p50 - waitMs * waitFactor(low.utilisation)), waitMs };
};
