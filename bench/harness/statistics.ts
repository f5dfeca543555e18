/** The value at a share (0 to 1) of the sorted values; NaN of none. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b);

  return sorted[Math.floor((sorted.length - 1) * share)] ?? NaN;
};

export const median = (values: readonly number[]): number => {
  const half = (values.length - 1) / 2;
  const sorted = [...values].sort((a, b) => a - b);

  return ((sorted[Math.floor(half)] ?? NaN) + (sorted[Math.ceil(half)] ?? NaN)) / 2;
};

/** Lowest and highest. */
export const spread = (values: readonly number[]): readonly [number, number] => [
  Math.min(...values),
  Math.max(...values),
];
