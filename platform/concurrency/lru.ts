type LruOptions<V> = Readonly<{
  /** Values that are kept at least: those used last. At most twice as many are. */
  size: number;
  /**
   * False for a value that must stay, however long it was not used. It may cost room beyond that.
   */
  mayEvict?: (value: V) => boolean;
  /** What the values may weigh together; one that grows is weighed when it is set again. */
  weight?: Readonly<{ atMostBytes: number; bytesOf: (value: V) => number }>;
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
export const createLru = <K, V>({ size, mayEvict, weight }: LruOptions<V>): Lru<K, V> => {
  let young: Generation<K, V> = new Map();
  let old: Generation<K, V> = new Map();
  const scales = createScales<K, V>(weight);

  const set = (key: K, value: V): void => {
    put(young, key, value);
    scales.put(key, value);
    if (young.size < size && !scales.areFull()) return;
    scales.clear();
    const staying = mayEvict === undefined ? [] : stayingOf(old, young, mayEvict);
    old = young;
    young = new Map();
    for (const [other, one] of staying) put(old, other, one);
  };
  const get = (key: K): V | undefined => {
    const current = young.get(key)?.value;
    if (current !== undefined) return current;
    const value = old.get(key)?.value;
    if (value !== undefined) set(key, value);

    return value;
  };

  return {
    get,
    set,
    getOrCreate: orCreate(get, set),
    delete: (key, value) => {
      if (value !== undefined && (young.get(key) ?? old.get(key))?.value !== value) return;
      drop(young, key);
      drop(old, key);
      scales.remove(key);
    },
    clear: () => {
      scales.clear();
      young = new Map();
      old = new Map();
    },
    entries: () => entriesOf(young, old),
  };
};

/** What is held of a key: V8 may keep it when the key is deleted, see `createLinkedQueue`. */
type Held<V> = { value: V | undefined };

type Generation<K, V> = Map<K, Held<V>>;

const put = <K, V>(generation: Generation<K, V>, key: K, value: V): void => {
  const held = generation.get(key);
  if (held === undefined) generation.set(key, { value });
  else held.value = value;
};

const drop = <K, V>(generation: Generation<K, V>, key: K): void => {
  const held = generation.get(key);
  if (held === undefined) return;
  held.value = undefined;
  generation.delete(key);
};

const orCreate =
  <K, V>(get: Lru<K, V>['get'], set: Lru<K, V>['set']): Lru<K, V>['getOrCreate'] =>
  (key, create) => {
    const known = get(key);
    if (known !== undefined) return known;
    const value = create(key);
    set(key, value);

    return value;
  };

/** Weighs the younger generation, which is full when it has half of what all may weigh. */
const createScales = <K, V>(weight: LruOptions<V>['weight']) => {
  const weights = new Map<K, number>();
  let total = 0;
  const weigh = (key: K, bytes: number): void => {
    total += bytes - (weights.get(key) ?? 0);
    weights.set(key, bytes);
  };

  return {
    put: (key: K, value: V): void => {
      if (weight !== undefined) weigh(key, weight.bytesOf(value));
    },
    remove: (key: K): void => {
      total -= weights.get(key) ?? 0;
      weights.delete(key);
    },
    areFull: (): boolean => weight !== undefined && total >= weight.atMostBytes / 2,
    clear: (): void => {
      weights.clear();
      total = 0;
    },
  };
};

function* entriesOf<K, V>(
  young: Generation<K, V>,
  old: Generation<K, V>,
): Generator<readonly [K, V]> {
  for (const [key, { value }] of young) if (value !== undefined) yield [key, value];
  for (const [key, { value }] of old)
    if (value !== undefined && !young.has(key)) yield [key, value];
}

const stayingOf = <K, V>(
  old: Generation<K, V>,
  young: Generation<K, V>,
  mayEvict: (value: V) => boolean,
): readonly (readonly [K, V])[] =>
  [...entriesOf<K, V>(new Map(), old)].filter(
    ([key, value]) => !young.has(key) && !mayEvict(value),
  );

/** What V8 needs for an object or an array, with the place where it lies. */
const ofObject = 48;

/** A number, a boolean, null, or the pointer to something. */
const ofValue = 8;

/**
 * Returns about how many bytes of memory a value of plain data takes: to bound what is cached, not
 * to account for it.
 */
export const roughBytesOf = (value: unknown): number => {
  if (typeof value === 'string') return ofObject + 2 * value.length;
  if (typeof value !== 'object' || value === null) return ofValue;
  let bytes = ofObject;
  for (const each of Object.values(value)) bytes += ofValue + roughBytesOf(each);

  return bytes;
};
