import { setTimeout as delay } from 'node:timers/promises';

/** Resolves after `milliseconds`, or at once when `signal` aborts; never rejects. */
export const pause = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
  await delay(milliseconds, undefined, signal && { signal }).catch(() => undefined);
};

/** Between half and all of `milliseconds`, so that many who wait do not come back at the same moment. */
export const jittered = (milliseconds: number): number =>
  milliseconds / 2 + (Math.random() * milliseconds) / 2;
