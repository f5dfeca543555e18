import type { Batching, Costs, PartCost } from './costs.js';
import { waitFactor } from './fit.js';

/** Batches a second where the cores are not full. */
export const batchesAt = ({ perOrder, mergeSeconds }: Batching, rate: number): number =>
  (perOrder * rate) / (1 + rate * mergeSeconds);

/** CPU seconds per second of a part, at so many orders and batches a second. */
export const cpuOfPart = (
  { idle, perOrder, perBatch }: PartCost,
  { rate, batches }: Readonly<{ rate: number; batches: number }>,
): number => idle + rate * perOrder + batches * perBatch;

/** Of all parts together. */
const whole = (parts: Costs['parts']): PartCost => {
  const sum = (of: keyof PartCost): number =>
    Object.values(parts).reduce((total, part) => total + part[of], 0);

  return { idle: sum('idle'), perOrder: sum('perOrder'), perBatch: sum('perBatch') };
};

/** Postgres has a process per connection; everything else has one thread that counts. */
const manyThreads = new Set(['postgres']);

export type Ceiling = Readonly<{ resource: string; perSecond: number }>;

/**
 * Orders a second that each resource of one machine does not exceed, however large its batches get,
 * the lowest first.
 */
export const ceilings = ({ parts, attainable }: Costs, freeCores: number): readonly Ceiling[] => {
  const machine = { resource: 'cores', perSecond: mostOf(whole(parts), freeCores * attainable) };
  const threads = Object.entries(parts)
    .filter(([name]) => !manyThreads.has(name))
    .map(([name, cost]) => ({ resource: `thread of ${name}`, perSecond: mostOf(cost, 1) }));

  return [machine, ...threads].sort((one, other) => one.perSecond - other.perSecond);
};

/** Orders a second that leave no time for anything but orders. */
export const mostOf = ({ idle, perOrder }: PartCost, cores: number): number =>
  Math.min(highestRate, Math.max(0, cores - idle) / perOrder);

/** The rate at which something that grows with it reaches a limit, by halving. */
export const rateAt = (grows: (rate: number) => number, limit: number): number => {
  let [low, high] = [0, highestRate];
  if (grows(high) < limit) return high;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (grows(middle) < limit) low = middle;
    else high = middle;
  }

  return low;
};

const highestRate = 1e7;

/** From here on the cores are full: waits of a queue would grow for ever, but batches grow. */
export const full = 0.97;

/** `cores`: those that are busy. */
export type Prediction = Readonly<{ perSecond: number; p50: number; cores: number }>;

/** Buyers who come at a steady pace, however long others take; `freeCores` are there for it. */
export const predictPace = (costs: Costs, rate: number, freeCores: number): Prediction => {
  const most = ceilings(costs, freeCores)[0]?.perSecond ?? 0;
  const machine = { costs, cores: freeCores * costs.attainable };

  return predictAt(machine, Math.min(rate, full * most));
};

/**
 * Buyers who wait for their decision before they order again: as many orders are under way as there
 * are buyers (Little's law), up to the first ceiling.
 */
export const predictCallers = (costs: Costs, callers: number, freeCores: number): Prediction => {
  const most = ceilings(costs, freeCores)[0]?.perSecond ?? 0;
  const machine = { costs, cores: freeCores * costs.attainable };
  const underWay = (rate: number): number =>
    rate < most ? (rate * latencyAt(machine, rate)) / 1000 : Infinity;
  const perSecond = rateAt(underWay, callers);
  const predicted = predictAt(machine, perSecond);

  return { ...predicted, p50: (callers / perSecond) * 1000 };
};

/** `cores` that it can be busy with. */
export type Machine = Readonly<{
  costs: Pick<Costs, 'parts' | 'batching' | 'latency'>;
  cores: number;
}>;

const predictAt = (machine: Machine, rate: number): Prediction => {
  const { costs, cores } = machine;
  const batches = Math.min(batchesAt(costs.batching, rate), batchesLeft(machine, rate));
  const busy = cpuOfPart(whole(costs.parts), { rate, batches });

  return { perSecond: rate, p50: latencyAt(machine, rate), cores: Math.min(cores, busy) };
};

/** Share of the cores that are busy as long as nothing makes the batches larger. */
export const utilisationAt = ({ costs: { parts, batching }, cores }: Machine, rate: number) =>
  cpuOfPart(whole(parts), { rate, batches: batchesAt(batching, rate) }) / cores;

/** Batches a second that the cores have time for, beside what each order takes. */
const batchesLeft = ({ costs, cores }: Machine, rate: number): number => {
  const { idle, perOrder, perBatch } = whole(costs.parts);

  return perBatch > 0 ? Math.max(0, cores - idle - rate * perOrder) / perBatch : Infinity;
};

/**
 * In milliseconds. Until the cores are full waits grow as in any queue. From there on batches get
 * larger and rarer instead, and an order waits for some of them.
 */
const latencyAt = (machine: Machine, rate: number): number => {
  const { aloneMs, waitMs, batches } = machine.costs.latency;
  const utilisation = utilisationAt(machine, rate);
  if (utilisation < full) return aloneMs + waitMs * waitFactor(utilisation);

  return Math.max(aloneMs, (batches * 1000) / batchesLeft(machine, rate));
};

/** In milliseconds and by the rate: where the cores are just full, both laws of latency meet. */
export const whereFull = (machine: Machine): Readonly<{ utilisation: number; p50: number }> => {
  const rate = rateAt((each) => utilisationAt(machine, each), full);

  return { utilisation: full, p50: latencyAt(machine, rate * 1.000001) };
};
