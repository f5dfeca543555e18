import { median } from '../harness/statistics.js';
import { busyCores, type Calibrated } from './calibrate.js';
import type { Checked, Costs } from './costs.js';
import { freeCores, type Measured } from './measure.js';
import { ceilings, predictCallers, predictPace, type Prediction } from './model.js';

/** By how much a prediction may be wrong. */
export const tolerance = 0.25;

/**
 * Predicts the loads that are checked, and returns both. What else the machine does is an input.
 */
export const check = ({ costs, checks }: Calibrated): readonly Checked[] => {
  const model: Costs = { ...costs, commit: '', checked: [] };

  return checks.flatMap(({ load, runs }) => {
    const free = median(runs.map(freeCores));
    if ('rate' in load)
      return compare(`${load.rate} orders/s`, predictPace(model, load.rate, free), runs);
    const name = `${load.callers} buyers, full speed`;

    return [
      ...compare(name, predictCallers(model, load.callers, free), runs),
      compareCeilings(model, runs, { load: name, free }),
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
