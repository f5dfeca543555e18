/** Lets a loop sleep until something happens; a call that comes while it works is not lost. */
export const createWake = () => {
  let isWoken = false;
  let wakeUp: (() => void) | null = null;
  let soon: NodeJS.Timeout | undefined;
  const wake = (): void => {
    clearTimeout(soon);
    soon = undefined;
    isWoken = true;
    wakeUp?.();
  };

  return {
    wake,
    /** Wakes in so many milliseconds, unless something else does before. */
    wakeWithin: (milliseconds: number): void => {
      soon ??= setTimeout(wake, milliseconds);
    },
    /** Resolves to true when woken since the last sleep, to false after `milliseconds`. */
    sleep: async (milliseconds: number): Promise<boolean> => {
      let timer: NodeJS.Timeout | undefined;
      if (!isWoken)
        await new Promise<void>((resolve) => {
          wakeUp = resolve;
          timer = setTimeout(resolve, milliseconds);
        });
      clearTimeout(timer);
      const wasWoken = isWoken;
      wakeUp = null;
      isWoken = false;

      return wasWoken;
    },
  };
};
