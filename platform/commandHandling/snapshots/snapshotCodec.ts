/**
 * A state to and from what JSON holds: a head, which is small, and the entries of a map, which may
 * be a million. Raise `schemaVersion` with every change of either.
 */
export type SnapshotCodec<State> = Readonly<{
  schemaVersion: number;
  serialize: (state: State) => SerializedState;
  /** Throws when `head`, or later a part, is none that `serialize` made. */
  restore: (head: unknown) => Restoration<State>;
}>;

/** What a state consisted of at one moment, however much it has moved on since. */
export type SerializedState = SnapshotEntries &
  Readonly<{
    head: unknown;
    /** Returns the entries from one index to before another, as JSON. */
    partToJson: (from: number, to: number) => unknown;
  }>;

/**
 * `values[i]` lies at `keys[i]`. Values are immutable: the same reference means that nothing has
 * changed.
 */
export type SnapshotEntries = Readonly<{ keys: readonly string[]; values: readonly unknown[] }>;

/** A state that comes back part by part, in their order. */
export type Restoration<State> = Readonly<{
  /** Returns the entries that the part held, as they lie in the state now. */
  add: (part: unknown) => SnapshotEntries;
  state: () => State;
}>;
