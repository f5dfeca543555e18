import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem } from '../../client/index.js';

/** What was read last, and what went wrong since. */
export type Reading<T> = Readonly<{
  value: T | null;
  problem: ApiProblem | null;
  reload: () => void;
}>;

type Options = Readonly<{
  /** What it is about: another key is read anew. */
  key: string;
  /** In milliseconds, while the tab is visible; once when it is absent. */
  everyMs?: number;
}>;

const longestMs = 30_000;

/** Reads for as long as the view is there. After a failure it goes on, less often. */
export const useReading = <T>(
  read: (signal: AbortSignal) => Promise<T>,
  { key, everyMs }: Options,
): Reading<T> => {
  const [state, setState] = useState<Omit<Reading<T>, 'reload'>>({ value: null, problem: null });
  const [round, setRound] = useState(0);
  const latest = useRef(read);
  latest.current = read;
  const known = useRef('');
  useEffect(() => {
    if (known.current !== key) setState({ value: null, problem: null });
    known.current = key;

    return repeat({
      read: (signal) => latest.current(signal),
      onValue: (value) => setState({ value, problem: null }),
      onProblem: (problem) => setState(({ value }) => ({ value, problem })),
      everyMs,
    });
  }, [key, everyMs, round]);

  return { ...state, reload: useCallback(() => setRound((before) => before + 1), []) };
};

type Repeated<T> = Readonly<{
  read: (signal: AbortSignal) => Promise<T>;
  onValue: (value: T) => void;
  onProblem: (problem: ApiProblem) => void;
  everyMs: number | undefined;
}>;

/** Returns what ends it. */
const repeat = <T>({ read, onValue, onProblem, everyMs }: Repeated<T>): (() => void) => {
  const ending = new AbortController();
  const { signal } = ending;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const again = (): void => {
    if (everyMs === undefined && failures === 0) return;
    const usual = everyMs ?? 2_000;
    timer = setTimeout(() => void once(), Math.min(longestMs, usual * 2 ** failures));
  };
  const once = async (): Promise<void> => {
    if (document.hidden) {
      again();

      return;
    }
    try {
      const value = await read(signal);
      failures = 0;
      if (!isOver(signal)) onValue(value);
    } catch (error) {
      if (isOver(signal)) return;
      failures = isFinal(error) ? 0 : failures + 1;
      onProblem(error instanceof ApiProblem ? error : new ApiProblem(0, {}));
    }
    if (!isOver(signal)) again();
  };
  void once();

  return () => {
    ending.abort();
    clearTimeout(timer);
  };
};

const isOver = (signal: AbortSignal): boolean => signal.aborted;

const isFinal = (error: unknown): boolean =>
  error instanceof ApiProblem && error.status >= 400 && error.status < 429;
