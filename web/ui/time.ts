import { signal } from '@preact/signals';

/** The current second by the clock that `startTime` was given, in milliseconds since 1970. */
export const now = signal(0);

/** All countdowns go on together, at full seconds. */
export const startTime = (read: () => number): void => {
  const tick = (): void => {
    now.value = read();
    setTimeout(tick, 1000 - (now.value % 1000) + 5);
  };
  tick();
};
