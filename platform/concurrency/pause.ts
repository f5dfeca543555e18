import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `ms` milliseconds, or at once when `signal` aborts; never rejects. */
export const pause = async (ms: number, signal?: AbortSignal): Promise<void> => {
  await delay(ms, undefined, signal && { signal }).catch(() => undefined);
};

/**
 * Returns between half and all of `ms`, so that many who wait do not come back at the same moment.
 */
export const jittered = (ms: number): number => ms / 2 + (Math.random() * ms) / 2;
