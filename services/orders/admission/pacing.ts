/** Lets orders in as fast as others are decided. */
export type Pacing = Readonly<{
  /** To be called with each decision. */
  noteDecided: () => void;
  /**
   * Whether the order had to wait for its turn, where those before it wait for so long; a promise
   * of it while it waits.
   */
  untilTurn: (lagMs: number) => boolean | Promise<boolean>;
}>;

type Options = Readonly<{ maxLagMs: number; now?: () => number }>;

/** Of the greatest lag: from there on one order is let in with each decision. */
const shareOfLag = 1 / 5;

/** In milliseconds: decisions that come less often do not come. */
const flowingMs = 500;

/** In milliseconds: so long nobody waits for a turn. */
const longestWaitMs = 1_000;

/**
 * Where orders come faster than decisions each waits until one is decided. What is under way stays
 * as much as it was when they began to wait: to accept more of them would take the time in which
 * they are decided. Where no decisions come, because something is away for a moment, nobody waits.
 */
export const createPacing = ({ maxLagMs, now = () => performance.now() }: Options): Pacing => {
  const waiting: Waiting[] = [];
  let decidedAt = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  const letOverdueIn = (): void => {
    timer = undefined;
    for (let [first] = waiting; first !== undefined && first.until <= now(); [first] = waiting)
      letFirstIn();
    watchFirst();
  };
  const watchFirst = (): void => {
    const [first] = waiting;
    if (timer === undefined && first !== undefined)
      timer = setTimeout(letOverdueIn, Math.max(1, first.until - now()));
  };
  const letFirstIn = (): void => waiting.shift()?.letIn();

  return {
    noteDecided: () => {
      decidedAt = now();
      letFirstIn();
    },
    untilTurn: (lagMs) => {
      if (lagMs <= maxLagMs * shareOfLag || now() - decidedAt > flowingMs) return false;

      return new Promise((resolve) => {
        waiting.push({ until: now() + longestWaitMs, letIn: () => resolve(true) });
        watchFirst();
      });
    },
  };
};

type Waiting = Readonly<{ until: number; letIn: () => void }>;
