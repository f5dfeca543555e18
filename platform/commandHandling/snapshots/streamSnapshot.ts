import type { SerializedState, SnapshotCodec, SnapshotEntries } from './snapshotCodec.js';
import type { SnapshotStore } from './snapshotStore.js';

/** The snapshot that is stored, as far as this process knows: of each part the entries. */
export type BaseSnapshot = Readonly<{ id: string; parts: readonly SnapshotEntries[] }>;

type Deps<State> = Readonly<{
  store: SnapshotStore;
  codec: SnapshotCodec<State>;
  stream: string;
  /** Entries of a part at most. */
  partSize: number;
}>;

export type LoadedSnapshot<State> = Readonly<{
  state: State;
  revision: number;
  eventId: string;
  base: BaseSnapshot;
}>;

/** Returns null when there is none. Throws when it cannot be read. */
export const loadSnapshot = async <State>({
  store,
  codec,
  stream,
}: Deps<State>): Promise<LoadedSnapshot<State> | null> => {
  const parts: SnapshotEntries[] = [];
  let restored = (): State => {
    throw new Error('There is no state before the head is read');
  };
  const snapshot = await store.load(stream, codec.schemaVersion, ({ head }) => {
    const { add, state } = codec.restore(head);
    restored = state;

    return (part) => parts.push(add(part));
  });
  if (snapshot === null) return null;
  const { id, revision, eventId } = snapshot;

  return { state: restored(), revision, eventId, base: { id, parts } };
};

type ToSave<State> = Readonly<{
  revision: number;
  eventId: string;
  state: State;
  base: BaseSnapshot | null;
}>;

/**
 * Writes the parts that differ from those of the base snapshot, and returns the base for the next.
 * Returns null when another process was ahead.
 */
export const saveSnapshot = async <State>(
  { store, codec, stream, partSize }: Deps<State>,
  { revision, eventId, state, base }: ToSave<State>,
): Promise<BaseSnapshot | null> => {
  const serialized = codec.serialize(state);
  const parts = partsOf(serialized, partSize);
  const id = await store.save(stream, {
    revision,
    eventId,
    schemaVersion: codec.schemaVersion,
    head: serialized.head,
    parts: parts.map(
      (part, index) => () =>
        serialized.partToJson(index * partSize, index * partSize + part.keys.length),
    ),
    base: base && { id: base.id, changed: changedParts(parts, base.parts) },
  });

  return id === null ? null : { id, parts };
};

const partsOf = ({ keys, values }: SerializedState, size: number): SnapshotEntries[] =>
  Array.from({ length: Math.ceil(keys.length / size) }, (_, part) => ({
    keys: keys.slice(part * size, (part + 1) * size),
    values: values.slice(part * size, (part + 1) * size),
  }));

const changedParts = (
  now: readonly SnapshotEntries[],
  before: readonly SnapshotEntries[],
): ReadonlySet<number> =>
  new Set([...now.keys()].filter((part) => !isSame(now[part], before[part])));

/** A removed entry moves all later ones: so the keys count too. */
const isSame = (one: SnapshotEntries | undefined, other: SnapshotEntries | undefined): boolean =>
  one !== undefined &&
  other !== undefined &&
  isSameList(one.keys, other.keys) &&
  isSameList(one.values, other.values);

const isSameList = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((item, index) => item === other[index]);
