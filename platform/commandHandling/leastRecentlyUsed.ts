/**
 * Keeps at least the `size` values that were used last, and at most twice as many: in two generations, of which the older
 * one is forgotten when the younger is full. One map in order of use would be smaller, but V8 looks for its first entry
 * behind the holes of all that were deleted, which takes longer the more it holds.
 */
export const createLeastRecentlyUsed = <V>(
  size: number,
  mayGo: (value: V) => boolean,
): Readonly<{
  get: (key: string, create: (key: string) => V) => V;
  /** Forgets the value, unless another one has taken its place. */
  forget: (key: string, value: V) => void;
}> => {
  let young = new Map<string, V>();
  let old = new Map<string, V>();

  const add = (key: string, value: V): void => {
    young.set(key, value);
    if (young.size < size) return;
    const staying = [...old].filter(([, one]) => !mayGo(one));
    old = new Map([...young, ...staying.filter(([name]) => !young.has(name))]);
    young = new Map();
  };

  return {
    get: (key, create) => {
      const current = young.get(key);
      if (current !== undefined) return current;
      const value = old.get(key) ?? create(key);
      add(key, value);

      return value;
    },
    forget: (key, value) => {
      if ((young.get(key) ?? old.get(key)) !== value) return;
      young.delete(key);
      old.delete(key);
    },
  };
};
