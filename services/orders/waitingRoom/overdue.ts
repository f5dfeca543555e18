import type { Entry } from './entry.js';
import type { WaitOutcome } from './wait.js';

type Options = Readonly<{
  waitMs: number;
  /** In the order of arrival, which is that in which their time is over. */
  entries: ReadonlyMap<string, Entry>;
  end: (entry: Entry, outcome: WaitOutcome) => void;
}>;

/** Ends the waits whose time is over, with one timer for all of them. */
export const createOverdue = ({ waitMs, entries, end }: Options) => {
  let timer: NodeJS.Timeout | undefined;

  const watch = (): void => {
    if (timer !== undefined) return;
    const [first] = entries.values();
    if (first === undefined) return;
    timer = setTimeout(endOverdue, Math.max(1, first.since + waitMs - performance.now()));
  };
  const endOverdue = (): void => {
    timer = undefined;
    const before = performance.now() - waitMs;
    for (const entry of entries.values()) {
      if (entry.since > before) break;
      end(entry, 'busy');
    }
    watch();
  };

  return {
    /** To be called when somebody comes. */
    watch,
    stop: (): void => {
      clearTimeout(timer);
    },
  };
};
