import { delayMsOf, isTemporary } from '../../client/index.js';

/**
 * Returns what loads, and tries again by itself while there is no response or the shop is busy. A
 * call takes the place of an attempt that waits. Never rejects.
 */
export const repeatUntilLoaded = (
  load: () => Promise<void>,
  onFailure: () => void = () => undefined,
): (() => Promise<void>) => {
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    try {
      await load();
      failures = 0;
    } catch (error) {
      onFailure();
      if (!isTemporary(error)) return;
      failures += 1;
      timer = setTimeout(() => void run(), delayMsOf(failures, error.retryAfterMs));
    }
  };

  return run;
};
