import { useState } from 'preact/hooks';
import { ApiProblem } from '../../client/index.js';

export type Action = Readonly<{
  isBusy: boolean;
  problem: ApiProblem | null;
  /** What has been done, for the eyes and for screen readers. */
  done: string | null;
  /** Resolves to whether it was done. */
  run: (work: () => Promise<unknown>, done?: string) => Promise<boolean>;
  clear: () => void;
}>;

/** One change at a time, with what became of it. */
export const useAction = (): Action => {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [done, setDone] = useState<string | null>(null);

  return {
    isBusy,
    problem,
    done,
    run: async (work, said) => {
      setBusy(true);
      setProblem(null);
      setDone(null);
      try {
        await work();
        setDone(said ?? null);

        return true;
      } catch (error) {
        setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, {}));

        return false;
      } finally {
        setBusy(false);
      }
    },
    clear: () => {
      setProblem(null);
      setDone(null);
    },
  };
};
