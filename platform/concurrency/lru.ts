type LruOptions<V> = Readonly<{
  /** Values that are kept at least: those used last. At most twice as many are. */
  size: number;
  /**
   * False for a value that must stay, however long it was not used. It may cost room beyond that.
   */
  mayEvict?: (value: V) => boolean;
}>;

/** A bounded map that forgets what was not used for long. */
export type Lru<K, V> = Readonly<{
  get: (key: K) => V | undefined;
  getOrCreate: (key: K, create: (key: K) => V) => V;
  set: (key: K, value: V) => void;
  /** Deletes the value of the key; with `value`, unless another one has taken its place. */
  delete: (key: K, value?: V) => void;
  clear: () => void;
  /** All that is kept, without using it. */
  entries: () => IterableIterator<readonly [K, V]>;
}>;

/**
 * Keeps two generations, of which the older one is forgotten when the younger is full. One map in
 * the order of use would be smaller, but V8 looks for its first entry behind the holes of all that
 * were deleted, which takes longer the more it holds.
 */
export const createLru = <K, V>({ size, mayEvict }: LruOptions<V>): Lru<K, V> => {
  let young = new Map<K, V>();
  let old = new Map<K, V>();

  const set = (key: K, value: V): void => {
    young.set(key, value);
    if (young.size < size) return;
    const staying = mayEvict === undefined ? [] : stayingOf(old, young, mayEvict);
    old = young;
    young = new Map();
    for (const [other, one] of staying) old.set(other, one);
  };
  const get = (key: K): V | undefined => {
    const current = young.get(key);
    if (current !== undefined) return current;
    const value = old.get(key);
    if (value !== undefined) set(key, value);

    return value;
  };

  return {
    get,
    set,
    getOrCreate: (key, create) => {
      const known = get(key);
      if (known !== undefined) return known;
      const value = create(key);
      set(key, value);

      return value;
    },
    delete: (key, value) => {
      if (value !== undefined && (young.get(key) ?? old.get(key)) !== value) return;
      young.delete(key);
      old.delete(key);
    },
    clear: () => {
      young = new Map();
      old = new Map();
    },
    entries: () => entriesOf(young, old),
  };
};

function* entriesOf<K, V>(
  young: ReadonlyMap<K, V>,
  old: ReadonlyMap<K, V>,
): Generator<readonly [K, V]> {
  yield* young;
  for (const entry of old) if (!young.has(entry[0])) yield entry;
}

const stayingOf = <K, V>(
  old: ReadonlyMap<K, V>,
  young: ReadonlyMap<K, V>,
  mayEvict: (value: V) => boolean,
): readonly (readonly [K, V])[] =>
  [...old].filter(([key, value]) => !young.has(key) && !mayEvict(value));
