import type { Batching, Costs, MeasuredWait, PartCost } from './costs.js';

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
export const ceilings = (
  { parts, attainable }: Pick<Costs, 'parts' | 'attainable'>,
  freeCores: number,
): readonly Ceiling[] => {
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
  const machine = machineOf(costs, freeCores);

  return predictAt(machine, Math.min(rate, full * machine.most));
};

/**
 * Buyers who wait for their decision before they order again: as many orders are under way as there
 * are buyers (Little's law), up to the first ceiling.
 */
export const predictCallers = (paced: Costs, callers: number, freeCores: number): Prediction => {
  const machine = machineOf(orderingTogether(paced), freeCores);
  const underWay = (rate: number): number =>
    rate < machine.most ? (rate * waitAt(machine, rate)) / 1000 : Infinity;
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

/** `cores` that it can be busy with; `most`: orders a second. */
export type Machine = Readonly<{ costs: Costs; cores: number; most: number }>;

const machineOf = (costs: Costs, freeCores: number): Machine => ({
  costs,
  cores: freeCores * costs.attainable,
  most: ceilings(costs, freeCores)[0]?.perSecond ?? 0,
});

const predictAt = (machine: Machine, rate: number): Prediction => ({
  perSecond: rate,
  p50: waitAt(machine, rate),
  cores: utilisationAt(machine, rate) * machine.cores,
});

/**
 * Busy cores make the window longer, so that batches get larger and fewer, which makes the cores
 * less busy: where both agree. That is below 1 as long as orders alone do not fill the cores.
 */
const utilisationAt = ({ costs: { parts, batching }, cores }: Machine, rate: number): number => {
  const cost = whole(parts);
  const spareAt = (utilisation: number): number => {
    const mergeSeconds = batching.mergeSeconds / (1 - utilisation);
    const batches = batchesAt({ ...batching, mergeSeconds }, rate);

    return utilisation - cpuOfPart(cost, { rate, batches }) / cores;
  };

  return rateAt(spareAt, 0, 1);
};

/** In milliseconds: along the line between the two measured waits that are next to the rate. */
const waitAt = ({ costs, most }: Machine, rate: number): number => {
  const { measured } = costs.latency;
  const share = rate / most;
  const above = measured.findIndex((one) => one.share > share);
  const to = above === -1 ? measured.length - 1 : Math.max(1, above);
  const [low, high] = [measured[to - 1], measured[to]];

  return low === undefined || high === undefined ? costs.latency.aloneMs : lineAt(low, high, share);
};

const lineAt = (low: MeasuredWait, high: MeasuredWait, share: number): number =>
  low.p50 + ((high.p50 - low.p50) * (share - low.share)) / (high.share - low.share);
