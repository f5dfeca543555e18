import type { BenchContext } from '../harness/benchContext.js';
import { median } from '../harness/statistics.js';
import { busyCores, type Calibrated } from './calibrate.js';
import type { Checked, Costs } from './costs.js';
import { freeCores, type Measured, measureCallers, measurePace } from './measure.js';
import { ceilings, predictCallers, predictPace, type Prediction } from './model.js';

const callers = 128;

/** Shares of the predicted ceiling: neither was measured for the costs. */
const paces = [0.15, 0.45];

/** By how much a prediction may be wrong. */
export const tolerance = 0.25;

/**
 * Predicts three loads, measures each, and returns both. What else the machine does is an input.
 */
export const check = async (
  { isQuick, say }: BenchContext,
  { costs, sale }: Calibrated,
): Promise<readonly Checked[]> => {
  const [rounds, seconds] = isQuick ? [1, 4] : [3, 15];
  const model: Costs = { ...costs, commit: '', checked: [] };
  const ceiling = ceilings(model, costs.cores)[0]?.perSecond ?? 0;
  const rates = paces.map((share) => Math.max(1, Math.ceil(ceiling * share)));
  const runs: Measured[][] = [...rates.map(() => []), []];
  for (let round = 0; round < rounds; round += 1)
    for (const [index, list] of runs.entries()) {
      const rate = rates[index];
      list.push(
        rate === undefined
          ? await measureCallers(sale, callers, seconds)
          : await measurePace(sale, rate, seconds),
      );
      say(`check: ${JSON.stringify(list.at(-1))}`);
    }

  return runs.flatMap((list, index) => {
    const rate = rates[index];
    const free = median(list.map(freeCores));
    const prediction =
      rate === undefined ? predictCallers(model, callers, free) : predictPace(model, rate, free);
    const load = rate === undefined ? `${callers} buyers, full speed` : `${rate} orders/s`;

    return [
      ...compare(load, prediction, list),
      ...(rate === undefined ? [compareCeilings(model, list, { load, free })] : []),
    ];
  });
};

const compare = (
  load: string,
  { perSecond, p50, cores }: Prediction,
  runs: readonly Measured[],
): Checked[] => {
  const middle = (of: (run: Measured) => number): number => median(runs.map(of));

  return [
    { load, what: 'orders/s', predicted: perSecond, measured: middle((run) => run.perSecond) },
    { load, what: 'click to push p50, ms', predicted: p50, measured: middle((run) => run.p50) },
    { load, what: 'cores busy', predicted: cores, measured: middle(busyCores) },
  ];
};

/** The fullest resource of the measured runs, beside the one that the model has for it. */
const compareCeilings = (
  model: Costs,
  runs: readonly Measured[],
  { load, free }: Readonly<{ load: string; free: number }>,
): Checked => {
  const shareOf = (part: string): number => median(runs.map(({ cpu }) => cpu[part] ?? 0));
  const machine = median(runs.map(busyCores)) / (free * model.attainable);
  const [fullest] = [
    { resource: 'cores', share: machine },
    ...Object.keys(model.parts)
      .filter((part) => part !== 'postgres')
      .map((part) => ({ resource: `thread of ${part}`, share: shareOf(part) })),
  ].sort((one, other) => other.share - one.share);

  return {
    load,
    what: 'first ceiling',
    predicted: ceilings(model, free)[0]?.resource ?? '',
    measured: fullest?.resource ?? '',
  };
};

/** How far a prediction is from what was measured, relative to it; 0 or 1 for words. */
export const deviation = ({ predicted, measured }: Checked): number =>
  typeof predicted === 'number' && typeof measured === 'number'
    ? predicted / measured - 1
    : predicted === measured
      ? 0
      : 1;
