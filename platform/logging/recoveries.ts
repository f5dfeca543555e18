/** `lastedMs`: from the first warning to the last. */
export type Recovery = Readonly<{ lastedMs: number; warnings: number }>;

type Series = { readonly since: number; lastAt: number; warnings: number };

/** Every loop tries again within 10 s: what has not come for so long is over. */
const overAfterMs = 15_000;

/** One warning is an incident, not an outage, and nobody waits for its end. */
const fewest = 2;

const maxSeries = 500;

/**
 * Returns a function that is told of each warning of a kind, and calls `report` once, when no more
 * have come for 15 s: whatever was away is there again, or nobody needs it.
 */
export const createRecoveries = (afterMs = overAfterMs) => {
  const open = new Map<string, Series>();

  const watch = (kind: string, series: Series, report: (recovery: Recovery) => void): void => {
    const leftMs = series.lastAt + afterMs - performance.now();
    if (leftMs > 0) {
      setTimeout(() => watch(kind, series, report), leftMs).unref();

      return;
    }
    open.delete(kind);
    const { since, lastAt, warnings } = series;
    if (warnings >= fewest) report({ lastedMs: Math.round(lastAt - since), warnings });
  };

  return (kind: string, report: (recovery: Recovery) => void): void => {
    const now = performance.now();
    const known = open.get(kind);
    if (known !== undefined) {
      known.lastAt = now;
      known.warnings += 1;
    } else if (open.size < maxSeries) {
      const series = { since: now, lastAt: now, warnings: 1 };
      open.set(kind, series);
      watch(kind, series, report);
    }
  };
};
