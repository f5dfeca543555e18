import type { Entries, SnapshotCodec, TakenApart } from './snapshotCodec.js';
import type { SnapshotStore } from './snapshots.js';

/** What is stored of a stream, as far as this process knows: of each part the entries. */
export type Stored = Readonly<{ id: string; parts: readonly Entries[] }>;

type Sources<State> = Readonly<{
  store: SnapshotStore;
  codec: SnapshotCodec<State>;
  stream: string;
  /** Entries of a part at most. */
  partSize: number;
}>;

export type LoadedSnapshot<State> = Readonly<{ state: State; revision: number; stored: Stored }>;

/** Null when there is none. Rejects when it cannot be read. */
export const loadSnapshot = async <State>({
  store,
  codec,
  stream,
}: Sources<State>): Promise<LoadedSnapshot<State> | null> => {
  const parts: Entries[] = [];
  let rebuilt = (): State => {
    throw new Error('There is no state before the head is read');
  };
  const snapshot = await store.load(stream, codec.schemaVersion, ({ head }) => {
    const { add, state } = codec.rebuild(head);
    rebuilt = state;

    return (part) => parts.push(add(part));
  });
  if (snapshot === null) return null;
  const { id, revision } = snapshot;

  return { state: rebuilt(), revision, stored: { id, parts } };
};

type ToSave<State> = Readonly<{ revision: number; state: State; stored: Stored | null }>;

/** Writes the parts that differ from those that are stored. Null when another process was ahead. */
export const saveSnapshot = async <State>(
  { store, codec, stream, partSize }: Sources<State>,
  { revision, state, stored }: ToSave<State>,
): Promise<Stored | null> => {
  const taken = codec.takeApart(state);
  const parts = partsOf(taken, partSize);
  const id = await store.save(stream, {
    revision,
    schemaVersion: codec.schemaVersion,
    head: taken.head,
    parts: parts.map(
      (part, index) => () =>
        taken.partToJson(index * partSize, index * partSize + part.keys.length),
    ),
    since: stored && { id: stored.id, changed: changedParts(parts, stored.parts) },
  });

  return id === null ? null : { id, parts };
};

const partsOf = ({ keys, values }: TakenApart, size: number): Entries[] =>
  Array.from({ length: Math.ceil(keys.length / size) }, (_, part) => ({
    keys: keys.slice(part * size, (part + 1) * size),
    values: values.slice(part * size, (part + 1) * size),
  }));

const changedParts = (now: readonly Entries[], before: readonly Entries[]): ReadonlySet<number> =>
  new Set([...now.keys()].filter((part) => !isSame(now[part], before[part])));

/** A removed entry moves all later ones: so the keys count too. */
const isSame = (one: Entries | undefined, other: Entries | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  isSameList(one.keys, other.keys) &&
  isSameList(one.values, other.values);

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);
