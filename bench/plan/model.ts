import type { Batching, Costs, PartCost } from './costs.js';

/** Batches a second where nothing makes the window longer. */
export const batchesAt = ({ perOrder, mergeSeconds }: Batching, rate: number): number =>
  (perOrder * rate) / (1 + rate * mergeSeconds);

/** CPU seconds per second of a part, at so many orders and batches a second. */
export const cpuOfPart = (
  { idle, perOrder, perBatch }: PartCost,
  { rate, batches }: Readonly<{ rate: number; batches: number }>,
): number => idle + rate * perOrder + batches * perBatch;

/** Of all parts together. */
export const whole = (parts: Costs['parts']): PartCost => {
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
export const rateAt = (
  grows: (rate: number) => number,
  limit: number,
  highest = highestRate,
): number => {
  let [low, high] = [0, highest];
  if (grows(high) < limit) return high;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (grows(middle) < limit) low = middle;
    else high = middle;
  }

  return low;
};

const highestRate = 1e7;

/** Share of the first ceiling that is decided at most, of buyers who come at a pace. */
const full = 0.97;

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
export const predictCallers = (paced: Costs, callers: number, freeCores: number): Prediction => {
  const costs = orderingTogether(paced);
  const most = ceilings(costs, freeCores)[0]?.perSecond ?? 0;
  const machine = { costs, cores: freeCores * costs.attainable };
  const underWay = (rate: number): number =>
    rate < most ? (rate * latencyAt(machine, rate)) / 1000 : Infinity;
  const perSecond = rateAt(underWay, callers);
  const predicted = predictAt(machine, perSecond);

  return { ...predicted, p50: (callers / perSecond) * 1000 };
};

const orderingTogether = (costs: Costs): Costs => ({
  ...costs,
  parts: Object.fromEntries(
    Object.entries(costs.parts).map(([name, cost]) => [
      name,
      { ...cost, perOrder: cost.perOrder * costs.together },
    ]),
  ),
});

/** `cores` that it can be busy with. */
export type Machine = Readonly<{
  costs: Pick<Costs, 'parts' | 'batching' | 'latency'>;
  cores: number;
}>;

const predictAt = (machine: Machine, rate: number): Prediction => {
  const { cores } = machine;
  const { utilisation } = loadAt(machine, rate);

  return { perSecond: rate, p50: latencyAt(machine, rate), cores: utilisation * cores };
};

type Load = Readonly<{ utilisation: number; windowSeconds: number }>;

/**
 * Busy cores make the window longer, so that batches get larger and fewer, which makes the cores
 * less busy: where both agree. That is below 1 as long as orders alone do not fill the cores.
 */
const loadAt = ({ costs: { parts, batching }, cores }: Machine, rate: number): Load => {
  const cost = whole(parts);
  const windowAt = (utilisation: number): number => batching.mergeSeconds / (1 - utilisation);
  const spareAt = (utilisation: number): number => {
    const batches = batchesAt({ ...batching, mergeSeconds: windowAt(utilisation) }, rate);

    return utilisation - cpuOfPart(cost, { rate, batches }) / cores;
  };
  const utilisation = rateAt(spareAt, 0, 1);

  return { utilisation, windowSeconds: windowAt(utilisation) };
};

/** In milliseconds. */
const latencyAt = (machine: Machine, rate: number): number => {
  const { aloneMs, windows } = machine.costs.latency;

  return aloneMs + windows * loadAt(machine, rate).windowSeconds * 1000;
};
