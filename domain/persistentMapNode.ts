/**
 * The tree behind `PersistentMap`, a hash array mapped trie: each level looks at five bits of a key's hash. A branch holds
 * only the children that exist, in the order of those bits; its bitmap says which they are.
 */
export type PersistentMapNode<V> = Branch<V> | Leaf<V> | Collision<V>;

type Branch<V> = Readonly<{
  kind: 'branch';
  bitmap: number;
  children: readonly PersistentMapNode<V>[];
}>;

type Leaf<V> = Readonly<{ kind: 'leaf'; hash: number; key: string; value: V }>;

/** Different keys with one and the same hash. */
type Collision<V> = Readonly<{ kind: 'collision'; hash: number; leaves: readonly Leaf<V>[] }>;

type Found<V> = PersistentMapNode<V> | undefined;

const bitsPerLevel = 5;

export const find = <V>(root: Found<V>, key: string, hash: number): Leaf<V> | undefined => {
  let node = root;
  for (let shift = 0; node?.kind === 'branch'; shift += bitsPerLevel)
    node = childAt(node, bitOf(hash, shift));

  if (node?.kind === 'collision') return node.leaves.find((leaf) => leaf.key === key);

  return node?.key === key ? node : undefined;
};

/** The tree with `added`, in place of a leaf that has the same key. */
export const withLeaf = <V>(
  node: PersistentMapNode<V>,
  added: Leaf<V>,
  shift = 0,
): PersistentMapNode<V> => {
  if (node.kind === 'branch') return withChild(node, added, shift);
  if (node.hash !== added.hash)
    return withChild(branch(bitOf(node.hash, shift), [node]), added, shift);
  if (node.kind === 'leaf' && node.key === added.key) return added;

  return collision([...otherLeaves(node, added), added]);
};

/** The tree without a leaf that it holds; undefined when nothing is left. */
export const withoutLeaf = <V>(node: PersistentMapNode<V>, gone: Leaf<V>, shift = 0): Found<V> => {
  if (node.kind === 'leaf') return undefined;
  if (node.kind === 'collision') {
    const leaves = otherLeaves(node, gone);
    return leaves.length === 1 ? leaves[0] : collision(leaves);
  }
  const bit = bitOf(gone.hash, shift);
  const child = childAt(node, bit);

  return child === undefined
    ? node
    : replaceChild(node, bit, withoutLeaf(child, gone, shift + bitsPerLevel));
};

export function* leavesUnder<V>(node: Found<V>): Generator<Leaf<V>> {
  if (node === undefined) return;
  if (node.kind === 'leaf') yield node;
  else
    for (const child of node.kind === 'branch' ? node.children : node.leaves)
      yield* leavesUnder(child);
}

/** FNV-1a, then mixed, because UUIDs differ in few characters and a level sees only five bits. */
export const hashOf = (key: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);

  return hash ^ (hash >>> 16);
};

const withChild = <V>(parent: Branch<V>, added: Leaf<V>, shift: number): Branch<V> => {
  const bit = bitOf(added.hash, shift);
  const child = childAt(parent, bit);

  if (child !== undefined) {
    const children = parent.children.slice();
    children[indexOf(parent, bit)] = withLeaf(child, added, shift + bitsPerLevel);

    return branch(parent.bitmap, children);
  }

  return branch(parent.bitmap | bit, parent.children.toSpliced(indexOf(parent, bit), 0, added));
};

/** A branch with a single leaf gives way to it, so that equal content has an equal shape. */
const replaceChild = <V>(parent: Branch<V>, bit: number, child: Found<V>): Found<V> => {
  const index = indexOf(parent, bit);
  const children =
    child === undefined ? parent.children.toSpliced(index, 1) : parent.children.with(index, child);
  const [only] = children;

  if (children.length === 1 && only?.kind !== 'branch') return only;

  return branch(child === undefined ? parent.bitmap ^ bit : parent.bitmap, children);
};

const branch = <V>(bitmap: number, children: readonly PersistentMapNode<V>[]): Branch<V> => ({
  kind: 'branch',
  bitmap,
  children,
});

const collision = <V>(leaves: readonly Leaf<V>[]): Collision<V> => ({
  kind: 'collision',
  hash: leaves[0]?.hash ?? 0,
  leaves,
});

const otherLeaves = <V>(node: Leaf<V> | Collision<V>, { key }: Leaf<V>): readonly Leaf<V>[] =>
  (node.kind === 'leaf' ? [node] : node.leaves).filter((leaf) => leaf.key !== key);

const childAt = <V>(parent: Branch<V>, bit: number): Found<V> =>
  (parent.bitmap & bit) === 0 ? undefined : parent.children[indexOf(parent, bit)];

const bitOf = (hash: number, shift: number): number => 1 << ((hash >>> shift) & 31);

const indexOf = ({ bitmap }: Branch<unknown>, bit: number): number => ones(bitmap & (bit - 1));

/** How many bits are set (Hacker's Delight, section 5-1). */
const ones = (bits: number): number => {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);

  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};
