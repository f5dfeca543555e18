/**
 * Emits a value at once, then at most one per `intervalMs`, and always the last. `stop` drops what
 * still waits.
 */
export const createThrottle = <V>(intervalMs: number, emit: (value: V) => void) => {
  let waiting: Readonly<{ value: V }> | null = null;
  let timer: NodeJS.Timeout | null = null;

  const emitWaiting = (): void => {
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
    timer = setTimeout(emitWaiting, intervalMs);
  };

  return {
    put,
    stop: (): void => {
      if (timer !== null) clearTimeout(timer);
      waiting = null;
    },
  };
};
