import { jittered, pause } from '../concurrency/index.js';
import type { Logger } from '../logging/index.js';
import type { Metrics } from '../metrics/index.js';
import { AlreadyRunning, runExclusively } from '../postgres/index.js';
import { once } from '../process/index.js';
import { createRetentionMetrics, type RetentionMetrics } from './metrics.js';

/** Something that ends: rows of a kind whose time is over. */
export type RetentionTask = Readonly<{
  kind: string;
  /** Returns how many it removed; ends early when `signal` aborts. */
  remove: (signal: AbortSignal) => Promise<number>;
}>;

type Deps = Readonly<{
  /** Of the database whose advisory lock lets one process at a time do it. */
  url: string;
  logger: Logger;
  metrics: Metrics;
  tasks: readonly RetentionTask[];
  everyMs?: number;
}>;

/** Removes what is over, again and again until it is stopped; of several processes one does it. */
export const startRetention = ({
  everyMs = 60_000,
  metrics,
  ...deps
}: Deps): Readonly<{ stop: () => Promise<void> }> => {
  const stopping = new AbortController();
  const counting = createRetentionMetrics(metrics);
  const running = (async () => {
    while (!stopping.signal.aborted) {
      for (const task of deps.tasks) await runOnce(task, { ...deps, counting }, stopping.signal);
      await pause(jittered(everyMs), stopping.signal);
    }
  })();

  return {
    stop: once(async () => {
      stopping.abort();
      await running;
    }),
  };
};

type Run = Readonly<{ url: string; logger: Logger; counting: RetentionMetrics }>;

const runOnce = async (
  { kind, remove }: RetentionTask,
  { url, logger, counting }: Run,
  signal: AbortSignal,
): Promise<void> => {
  if (signal.aborted) return;
  try {
    const count = await runExclusively({ url, lock: `retention-${kind}` }, () => remove(signal));
    counting.removed.inc({ kind }, count);
    if (count > 0) logger.info({ kind, count }, 'removed what was over');
  } catch (error) {
    if (error instanceof AlreadyRunning) return;
    counting.failures.inc({ kind });
    logger.warn({ err: error, kind }, 'cannot remove what is over');
  }
};
