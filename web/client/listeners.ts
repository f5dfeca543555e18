export type Listeners<T> = Readonly<{
  /** Returns what ends the subscription. */
  subscribe: (listener: (value: T) => void) => () => void;
  emit: (value: T) => void;
}>;

export const createListeners = <T>(): Listeners<T> => {
  const all = new Set<(value: T) => void>();

  return {
    subscribe: (listener) => {
      all.add(listener);

      return () => void all.delete(listener);
    },
    emit: (value) => {
      for (const listener of [...all]) listener(value);
    },
  };
};
