import { EventEmitter, once } from 'node:events';
import type { Logger } from '../logging/index.js';

type Depth = Readonly<{ fully: boolean }>;

/** Runs `work` on demand and every second, one at a time; what is asked meanwhile is one more run. */
export type Refresher = Readonly<{
  refresh: (depth: Depth) => void;
  isReady: () => boolean;
  ready: () => Promise<void>;
  stop: () => void;
}>;

const everyMs = 1000;

export const createRefresher = (
  work: (depth: Depth) => Promise<void>,
  logger: Logger,
): Refresher => {
  const state = { isReady: false, isBehind: true, isRunning: false, asked: null as Depth | null };
  const events = new EventEmitter();

  const run = async (depth: Depth): Promise<void> => {
    try {
      await work({ fully: depth.fully || state.isBehind });
      state.isReady = true;
      state.isBehind = false;
      events.emit('ready');
    } catch (error) {
      state.isBehind = true;
      logger.warn({ reason: error instanceof Error ? error.message : error }, 'cannot read keys');
    }
  };

  const refresh = (depth: Depth): void => {
    state.asked = { fully: depth.fully || state.asked?.fully === true };
    if (!state.isRunning) void drain();
  };

  const drain = async (): Promise<void> => {
    state.isRunning = true;
    for (let depth = state.asked; depth !== null; depth = state.asked) {
      state.asked = null;
      await run(depth);
    }
    state.isRunning = false;
  };

  refresh({ fully: true });
  const timer = setInterval(() => refresh({ fully: false }), everyMs);

  return {
    refresh,
    isReady: () => state.isReady,
    ready: async () => {
      if (!state.isReady) await once(events, 'ready');
    },
    stop: () => clearInterval(timer),
  };
};
