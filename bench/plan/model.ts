import type { Costs, PartCost } from './costs.js';
import { waitFactor } from './fit.js';

/** CPU seconds per second of a part, at so many orders a second. */
export const cpuOfPart = (cost: PartCost, rate: number): number =>
  cost.idle + rate * (cost.perOrder + cost.perBatch / (1 + rate / cost.batchesPerSecond));

type Laws = Costs['parts'];

export const cpuOfAll = (parts: Laws, rate: number): number =>
  Object.values(parts).reduce((sum, cost) => sum + cpuOfPart(cost, rate), 0);

/** Postgres has a process per connection; everything else has one thread that counts. */
const manyThreads = new Set(['postgres']);

export type Ceiling = Readonly<{ resource: string; perSecond: number }>;

/** Orders a second at which each resource of one machine is full, the lowest first. */
export const ceilings = ({ parts, attainable }: Costs, freeCores: number): readonly Ceiling[] => {
  const machine = {
    resource: 'cores',
    perSecond: rateAt((rate) => cpuOfAll(parts, rate), freeCores * attainable),
  };
  const threads = Object.entries(parts)
    .filter(([name]) => !manyThreads.has(name))
    .map(([name, cost]) => ({
      resource: `thread of ${name}`,
      perSecond: rateAt((rate) => cpuOfPart(cost, rate), 1),
    }));

  return [machine, ...threads].sort((one, other) => one.perSecond - other.perSecond);
};

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

/** Nothing is predicted nearer to the ceiling: waits would be anything. */
const fullest = 0.97;

export type Prediction = Readonly<{ perSecond: number; utilisation: number; p50: number }>;

/** Buyers who come at a steady pace, however long others take; `freeCores` are there for it. */
export const predictPace = (costs: Costs, rate: number, freeCores: number): Prediction => {
  const perSecond = Math.min(rate, ceilings(costs, freeCores)[0]?.perSecond ?? 0);
  const used = cpuOfAll(costs.parts, perSecond) / (freeCores * costs.attainable);
  const utilisation = Math.min(fullest, used);

  return { perSecond, utilisation, p50: latencyAt(costs, utilisation) };
};

const latencyAt = ({ latency }: Costs, utilisation: number): number =>
  latency.aloneMs + latency.waitMs * waitFactor(utilisation);

/**
 * Buyers who wait for their decision before they order again: as many orders are under way as there
 * are buyers (Little's law), up to the first ceiling.
 */
export const predictCallers = (costs: Costs, callers: number, freeCores: number): Prediction => {
  const ceiling = ceilings(costs, freeCores)[0]?.perSecond ?? 0;
  const underWay = (rate: number): number =>
    (rate * latencyAt(costs, Math.min(0.999999, rate / ceiling))) / 1000;
  const perSecond = Math.min(ceiling, rateAt(underWay, callers));

  return {
    perSecond,
    utilisation: perSecond / ceiling,
    p50: Math.max((callers / perSecond) * 1000, costs.latency.aloneMs),
  };
};
