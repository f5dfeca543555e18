import { createSignal, type Signal } from '../../../platform/concurrency/index.js';

export type DelayedSignal = Signal &
  Readonly<{
    /** Notifies in so many milliseconds, unless that happens for another reason before. */
    notifyWithin: (delayMs: number) => void;
  }>;

/** A signal for a loop that may be a little late for some of its reasons to run. */
export const createDelayedSignal = (): DelayedSignal => {
  const signal = createSignal();
  let timer: NodeJS.Timeout | undefined;

  const notify = (): void => {
    clearTimeout(timer);
    timer = undefined;
    signal.notify();
  };

  return {
    notify,
    notifyWithin: (delayMs) => {
      timer ??= setTimeout(notify, delayMs);
    },
    wait: signal.wait,
  };
};
