import { setTimeout as delay } from 'node:timers/promises';

/** Tries again until the check passes; after `milliseconds` its last complaint is thrown. */
export const eventually = async (check: () => unknown, milliseconds = 20_000): Promise<void> => {
  const until = performance.now() + milliseconds;
  for (;;)
    try {
      await check();

      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await delay(10);
    }
};
