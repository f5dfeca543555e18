/** Over all parts of one start. */
export type StartProgress = Readonly<{
  /** Notes what a part says about itself. What it has said before is no progress. */
  note: (name: string, said: string) => void;
  /**
   * Resolves with the result of the work, however long that takes, and shows now and then that it
   * is waited for. Rejects with the work, and when no part has made progress for five minutes.
   */
  waitFor: <T>(name: string, work: Promise<T>) => Promise<T>;
}>;

type Options = Readonly<{
  show: (name: string, what: string) => void;
  /** Between two lines about the same part. */
  shownEveryMs?: number;
  /** Without progress for so long the start is given up. */
  stuckAfterMs?: number;
}>;

/** On a busy machine a start may take any time: progress decides whether to wait on. */
export const createProgress = ({
  show,
  shownEveryMs = 10_000,
  stuckAfterMs = 300_000,
}: Options): StartProgress => {
  const seen = new Set<string>();
  const last = new Map<string, string>();
  let changedAt = performance.now();

  const note = (name: string, said: string): void => {
    last.set(name, said);
    if (seen.has(`${name}: ${said}`)) return;
    seen.add(`${name}: ${said}`);
    changedAt = performance.now();
  };
  const check = (name: string, startedAt: number): Error | null => {
    const now = performance.now();
    const waited = `for ${seconds(now - startedAt)} so far${after(last.get(name))}`;
    const silence = now - changedAt;
    if (silence > stuckAfterMs)
      return new Error(`${name} is not ready, ${waited}; nothing changed for ${seconds(silence)}`);
    show(name, `still starting, ${waited}`);

    return null;
  };

  return {
    note,
    waitFor: async (name, work) => {
      const startedAt = performance.now();
      const watching = watch(() => check(name, startedAt), shownEveryMs);
      try {
        const result = await Promise.race([work, watching.failed]);
        note(name, 'ready');

        return result;
      } finally {
        watching.stop();
      }
    },
  };
};

const watch = (check: () => Error | null, everyMs: number) => {
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    timer = setInterval(() => {
      const error = check();
      if (error !== null) reject(error);
    }, everyMs);
  });

  return { failed, stop: () => clearInterval(timer) };
};

const after = (said: string | undefined): string => (said === undefined ? '' : `: ${said}`);

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
