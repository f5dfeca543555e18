/** Which of the orders are refused before too much waits. */
export type Shedding = Readonly<{
  /** To be called with each decision. */
  noteDecided: () => void;
  /** Whether the next one is refused, where those before it wait for so long. */
  isNext: (lagMs: number) => boolean;
}>;

type Options = Readonly<{ maxLagMs: number; now?: () => number }>;

/** In milliseconds: decisions that come less often do not come. */
const flowingMs = 500;

/**
 * Where orders come faster than decisions, a share of them is refused that grows from none at half
 * of the greatest lag to all at the whole: as many are accepted then as are decided, and they wait
 * for less long than where all are accepted until it is too much. Where no decisions come, because
 * something is away for a moment, it refuses nobody.
 */
export const createShedding = ({ maxLagMs, now = () => performance.now() }: Options): Shedding => {
  const from = maxLagMs / 2;
  let decidedAt = -Infinity;
  let owed = 0;

  return {
    noteDecided: () => {
      decidedAt = now();
    },
    isNext: (lagMs) => {
      if (lagMs <= from || now() - decidedAt > flowingMs) return false;
      owed += (lagMs - from) / (maxLagMs - from);
      if (owed < 1) return false;
      owed -= 1;

      return true;
    },
  };
};
