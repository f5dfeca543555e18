import {
  find,
  hashOf,
  leavesUnder,
  type PersistentMapNode,
  withLeaf,
  withoutLeaf,
} from './persistentMapNode.js';

/**
 * An immutable map from strings. Changing it answers a new map and costs O(log32 n), the old one stays as it was: a fold
 * may be kept or thrown away. Iterates in the order of the keys' hashes, which is the same in every process.
 */
export type PersistentMap<V> = Readonly<{ size: number; root: PersistentMapNode<V> | undefined }>;

export const emptyMap: PersistentMap<never> = { size: 0, root: undefined };

export const valueAt = <V>({ root }: PersistentMap<V>, key: string): V | undefined =>
  find(root, key, hashOf(key))?.value;

export const withEntry = <V>(
  { size, root }: PersistentMap<V>,
  key: string,
  value: V,
): PersistentMap<V> => {
  const leaf = { kind: 'leaf', hash: hashOf(key), key, value } as const;
  const isNew = find(root, key, leaf.hash) === undefined;

  return {
    size: isNew ? size + 1 : size,
    root: root === undefined ? leaf : withLeaf(root, leaf),
  };
};

export const withoutEntry = <V>(map: PersistentMap<V>, key: string): PersistentMap<V> => {
  const { size, root } = map;
  const leaf = find(root, key, hashOf(key));
  if (root === undefined || leaf === undefined) return map;

  return { size: size - 1, root: withoutLeaf(root, leaf) };
};

export const mapOf = <V>(entries: Iterable<readonly [string, V]>): PersistentMap<V> => {
  let map: PersistentMap<V> = emptyMap;
  for (const [key, value] of entries) map = withEntry(map, key, value);

  return map;
};

export function* entriesOf<V>({ root }: PersistentMap<V>): Generator<readonly [string, V]> {
  for (const { key, value } of leavesUnder(root)) yield [key, value];
}
