/** Something to be done at `dueAt`, in milliseconds since the epoch. */
export type DueItem = Readonly<{ id: string; dueAt: number }>;

/** One kind of work, which a table knows to be due at some time. */
export type DueWork = Readonly<{
  kind: string;
  /**
   * Returns at most `limit` items, due or not, by time and then by id: the first ones behind
   * `after`, or of all.
   */
  next: (after: DueItem | null, limit: number) => Promise<readonly DueItem[]>;
  /**
   * Does what is due. What the table does not know yet, or another process did, is nothing to do.
   */
  run: (item: DueItem) => Promise<void>;
  /** Called with each item that was run; `error` is null unless that failed. */
  observe: (item: DueItem, error: unknown) => void;
}>;

/** `last`: the last item that was due. `nextAt`: when the next one is; Infinity without one. */
type RunResult = Readonly<{ last: DueItem | null; nextAt: number }>;

type From = Readonly<{ after: DueItem | null; now: () => number; isStopped: () => boolean }>;

/** Items that are run at once, and held in memory. */
const portion = 100;

/** Runs what is due behind `after`, portion by portion. One that fails does not keep the others. */
export const runDue = async (
  work: DueWork,
  { after, now, isStopped }: From,
): Promise<RunResult> => {
  let last: DueItem | null = null;
  for (;;) {
    const items = await work.next(last ?? after, portion);
    const time = now();
    const due = items.filter(({ dueAt }) => dueAt <= time);
    await Promise.all(due.map((item) => runOne(work, item)));
    last = due.at(-1) ?? last;
    const [next] = items.slice(due.length);
    if (next !== undefined) return { last, nextAt: next.dueAt };
    if (items.length < portion || isStopped()) return { last, nextAt: Infinity };
  }
};

const runOne = async (work: DueWork, item: DueItem): Promise<void> => {
  try {
    await work.run(item);
    work.observe(item, null);
  } catch (error) {
    work.observe(item, error);
  }
};
