import type { Difference } from './difference.js';

/** The rebuilt tables differ from the live ones by more than a rebuild is trusted with. */
export class SwapRefused extends Error {
  override readonly name = 'SwapRefused';

  readonly differences: readonly Difference[];

  constructor(message: string, differences: readonly Difference[]) {
    super(message);
    this.differences = differences;
  }
}

/** So many rows may always differ; of a larger table `maxShare`. */
const maxRows = 100;
const maxShare = 0.1;

/**
 * Throws SwapRefused when a table would be emptied, or when more of its rows would change than 100
 * and than a tenth of the live ones: rather the wrong event store or a faulty release than so many
 * faulty rows.
 */
export const requireSmallDifference = (differences: readonly Difference[]): void => {
  const refused = differences.filter((one) => wouldEmpty(one) || isLarge(one));
  if (refused.length === 0) return;
  throw new SwapRefused(
    `Nothing was swapped, since too much would change: ${refused.map(toText).join('; ')}. When that is ` +
      'what you want, add --accept-differences.',
    differences,
  );
};

const wouldEmpty = (one: Difference): boolean => one.rows === 0 && liveRows(one) > 0;

const isLarge = (one: Difference): boolean =>
  differing(one) > Math.max(maxRows, maxShare * liveRows(one));

const liveRows = ({ rows, surplus, missing }: Difference): number => rows - missing + surplus;

const differing = ({ surplus, missing, changed }: Difference): number =>
  surplus + missing + changed;

const toText = (one: Difference): string =>
  `read.${one.table} has ${liveRows(one)} rows and would have ${one.rows}, ${differing(one)} of them differ`;
