/** Durations in milliseconds as a longer run reports them: p50, the longest, and how many. */
export const summaryOf = (tookMs: readonly number[]): string => {
  const sorted = tookMs.toSorted((a, b) => a - b);
  const p50 = sorted[Math.floor(sorted.length / 2)] ?? 0;

  return `p50 ${Math.round(p50)} ms, at most ${Math.round(sorted.at(-1) ?? 0)} ms, ${sorted.length} times`;
};
