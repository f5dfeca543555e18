import { Batcher, repeatInStep } from '../concurrency/index.js';
import type { Logger } from '../logging/index.js';

type Depth = Readonly<{ fully: boolean }>;

/**
 * Runs `work` on demand and every second, one at a time; all demands meanwhile are one more run.
 */
export type Refresher = Readonly<{
  refresh: (depth: Depth) => void;
  /** Whether a run has succeeded. */
  isReady: () => boolean;
  /** Resolves after the first run that succeeds. */
  ready: () => Promise<void>;
  stop: () => void;
}>;

const everyMs = 1000;

export const createRefresher = (
  work: (depth: Depth) => Promise<void>,
  logger: Logger,
): Refresher => {
  const state = { isReady: false, isBehind: true };
  let resolveReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (resolveReady = resolve));

  const run = async (demands: readonly Depth[]): Promise<void> => {
    try {
      await work({ fully: state.isBehind || demands.some(({ fully }) => fully) });
      state.isReady = true;
      state.isBehind = false;
      resolveReady();
    } catch (error) {
      state.isBehind = true;
      logger.warn({ err: error }, 'cannot read keys');
    }
  };

  const batcher = new Batcher(run);
  const refresh = (depth: Depth): void => batcher.add(depth);
  refresh({ fully: true });
  const stop = repeatInStep(everyMs, () => refresh({ fully: false }));

  return {
    refresh,
    isReady: () => state.isReady,
    ready: () => ready,
    stop,
  };
};
