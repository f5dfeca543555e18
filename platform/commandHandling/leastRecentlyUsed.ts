/** Keeps about `size` values; beyond that it forgets the least recently used ones that may go. */
export const createLeastRecentlyUsed = <V>(
  size: number,
  mayGo: (value: V) => boolean,
): Readonly<{ get: (key: string, create: () => V) => V; delete: (key: string) => void }> => {
  const values = new Map<string, V>();

  const forgetOldest = (): void => {
    for (const [key, value] of values) {
      if (values.size <= size) return;
      if (!mayGo(value)) return;
      values.delete(key);
    }
  };

  return {
    get: (key, create) => {
      const value = values.get(key) ?? create();
      values.delete(key);
      values.set(key, value);
      if (values.size > size) forgetOldest();

      return value;
    },
    delete: (key) => void values.delete(key),
  };
};
