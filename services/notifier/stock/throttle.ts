/**
 * Lets a value through at once, then at most one per `interval` ms, and always the last. `stop` drops
 * what still waits.
 */
export const createThrottle = <V>(interval: number, emit: (value: V) => void) => {
  let waiting: Readonly<{ value: V }> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const release = (): void => {
    timer = null;
    if (waiting === null) return;
    const { value } = waiting;
    waiting = null;
    put(value);
  };

  const put = (value: V): void => {
    if (timer !== null) {
      waiting = { value };

      return;
    }
    emit(value);
    timer = setTimeout(release, interval);
  };

  return {
    put,
    stop: (): void => {
      if (timer !== null) clearTimeout(timer);
      waiting = null;
    },
  };
};

export type Throttle<V> = ReturnType<typeof createThrottle<V>>;
