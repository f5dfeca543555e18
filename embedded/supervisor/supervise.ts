import { createBackoff, pause } from '../../platform/concurrency/index.js';
import type { FinalError } from '../../platform/process/index.js';
import { type Child, type ChildSpecification, launchChild } from './child.js';
import type { StartProgress } from './progress.js';

export type Supervised = Readonly<{ url: string | null; stop: () => Promise<void> }> &
  Pick<Child, 'accept'>;

export type Watcher = Readonly<{
  onLaunch: (name: string, pid: number) => void;
  onEnd: (name: string, how: string, restartInMs: number) => void;
  onRestarted: (name: string) => void;
  /** It has ended, and no restart would help. */
  onFinalEnd: (reason: FinalError) => void;
}>;

/** `signal` cuts it short. */
export type Start = Readonly<{ progress: StartProgress; signal: AbortSignal }>;

const steadyMs = 30_000;

/** Between the restarts in a row. */
const restartDelays = { minMs: 100, maxMs: 10_000 };

/**
 * Runs a child and keeps it running: when it ends, it is started again, later each time it fails
 * soon, unless it says that no restart would help. The first start must succeed; the promise
 * rejects with the child's last words when it ends before, when the start makes no progress any
 * more, or when `signal` aborts.
 */
export const supervise = async (
  specification: ChildSpecification,
  watcher: Watcher,
  start: Start,
): Promise<Supervised> => {
  const launch = () => {
    const launched = launchChild(specification);
    watcher.onLaunch(specification.name, launched.pid);

    return launched;
  };
  const first = launch();
  const url = await firstReady(first, specification.name, start);
  const ending = new AbortController();
  const state = { child: first };
  const keeping = keepRunning({ state, launch, name: specification.name, watcher }, ending.signal);

  return {
    url,
    accept: (connection) => state.child.accept(connection),
    stop: async () => {
      ending.abort();
      await state.child.stop();
      await keeping;
    },
  };
};

const firstReady = async (
  child: Child,
  name: string,
  { progress, signal }: Start,
): Promise<string | null> => {
  const stopNow = () => void child.stop();
  signal.addEventListener('abort', stopNow, { once: true });
  try {
    signal.throwIfAborted();

    return await progress.waitFor(name, child.ready);
  } catch (error) {
    await child.stop();
    throw error;
  } finally {
    signal.removeEventListener('abort', stopNow);
  }
};

type Keeping = Readonly<{
  state: { child: Child };
  launch: () => Child;
  name: string;
  watcher: Watcher;
}>;

const keepRunning = async (keeping: Keeping, ending: AbortSignal): Promise<void> => {
  const { state, launch, name, watcher } = keeping;
  const backoff = createBackoff(restartDelays);
  for (;;) {
    const startedAt = performance.now();
    const { how, final } = await state.child.exited;
    if (isOver(ending)) return;
    if (final !== null) {
      watcher.onFinalEnd(final);

      return;
    }
    if (performance.now() - startedAt > steadyMs) backoff.reset();
    const delayMs = Math.round(backoff.nextMs());
    watcher.onEnd(name, how, delayMs);
    await pause(delayMs, ending);
    if (isOver(ending)) return;
    state.child = launch();
    void state.child.ready.then(() => watcher.onRestarted(name)).catch(() => undefined);
  }
};

/** A call, since the compiler believes that the signal is still as it was found before the wait. */
const isOver = (ending: AbortSignal): boolean => ending.aborted;
