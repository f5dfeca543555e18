import { type Scavenger, type ScavengeState } from './scavenger.js';

export type BackgroundOptions = {
  /** In milliseconds; 0 for never. */
  readonly everyMs: number;
  /** What a run has done that has removed something, or why it failed. */
  readonly report: (outcome: ScavengeState | Error) => void;
};

/** As often as so many files are complete, a run begins before its time. */
const filesPerRun = 2;

export type BackgroundScavenges = {
  /** To be called when a file of the log is complete. */
  readonly onRolled: () => void;
  /** Begins a run on all that is there, unless one is under way. */
  readonly start: () => { readonly id: string; readonly isNew: boolean };
  readonly state: () => ScavengeState;
  readonly stop: () => void;
};

/** Scavenges from time to time, when much was written, and when somebody wants it. */
export const scavengeInBackground = (
  scavenger: Scavenger,
  { everyMs, report }: BackgroundOptions,
): BackgroundScavenges => {
  const isAutomatic = everyMs > 0;
  let files = 0;
  let isOver = false;
  const run = (all: boolean): void => {
    files = 0;
    scavenger.run(all).then(
      (done) => {
        if (done.removedEvents > 0) report(done);
      },
      (error: unknown) => {
        if (!isOver) report(error instanceof Error ? error : new Error(String(error)));
      },
    );
  };
  const timer = isAutomatic ? setInterval(() => run(false), everyMs).unref() : undefined;

  return {
    onRolled: () => {
      files += 1;
      if (isAutomatic && files >= filesPerRun && !isOver) run(false);
    },
    start: () => {
      const isNew = !scavenger.state.isRunning;
      if (isNew) run(true);

      return { id: scavenger.state.id, isNew };
    },
    state: () => scavenger.state,
    stop: () => {
      isOver = true;
      clearInterval(timer);
    },
  };
};
