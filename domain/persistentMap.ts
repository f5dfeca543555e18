/**
 * An immutable map from strings: a change returns a new version, every older one stays readable.
 * The versions share one hash map, which belongs to the version used last; each other one is a
 * difference from its base. Going on from the newest version is O(1), and going back to an older
 * one costs the changes in between, once (Baker, "Shallow binding makes functional arrays fast",
 * 1991). Values are never undefined; the order of the entries means nothing.
 */
export type PersistentMap<V> = { content: Whole<V> | Difference<V> };

export type Entries<V> = Readonly<{ keys: readonly string[]; values: readonly V[] }>;

type Whole<V> = Map<string, V>;

/** This version is like `base`, but for the value at `key`. */
type Difference<V> = Readonly<{
  key: string;
  value: V | undefined;
  base: PersistentMap<V>;
}>;

export const mapOf = <V>(entries: Iterable<readonly [string, V]>): PersistentMap<V> => ({
  content: new Map(entries),
});

/** Without a copy: the hash map is the persistent one's from now on. */
export const mapOwning = <V>(entries: Map<string, V>): PersistentMap<V> => ({ content: entries });

export const valueAt = <V>(map: PersistentMap<V>, key: string): V | undefined =>
  wholeOf(map).get(key);

export const withEntry = <V>(map: PersistentMap<V>, key: string, value: V): PersistentMap<V> =>
  changed(map, key, value);

export const withoutEntry = <V>(map: PersistentMap<V>, key: string): PersistentMap<V> =>
  changed(map, key, undefined);

export const sizeOf = <V>(map: PersistentMap<V>): number => wholeOf(map).size;

/**
 * Arrays, not iterators: a moment later the hash map may be that of another version. `values[i]`
 * lies at `keys[i]`.
 */
export const entriesOf = <V>(map: PersistentMap<V>): Entries<V> => {
  const whole = wholeOf(map);

  return { keys: [...whole.keys()], values: [...whole.values()] };
};

const changed = <V>(map: PersistentMap<V>, key: string, value: V | undefined): PersistentMap<V> => {
  const whole = wholeOf(map);
  const newest: PersistentMap<V> = { content: whole };
  map.content = { key, value: whole.get(key), base: newest };
  put(whole, key, value);

  return newest;
};

/** Returns the hash map with the content of `map`: version by version, it is rerooted there. */
const wholeOf = <V>(map: PersistentMap<V>): Whole<V> => {
  if (map.content instanceof Map) return map.content;
  const path = [];
  let version = map;

  while (!(version.content instanceof Map)) {
    path.push({ version, difference: version.content });
    version = version.content.base;
  }
  const whole = version.content;
  for (const { version: next, difference } of path.reverse()) reroot(whole, next, difference);

  return whole;
};

const reroot = <V>(
  whole: Whole<V>,
  next: PersistentMap<V>,
  { key, value, base }: Difference<V>,
): void => {
  base.content = { key, value: whole.get(key), base: next };
  next.content = whole;
  put(whole, key, value);
};

const put = <V>(whole: Whole<V>, key: string, value: V | undefined): void => {
  if (value === undefined) whole.delete(key);
  else whole.set(key, value);
};
