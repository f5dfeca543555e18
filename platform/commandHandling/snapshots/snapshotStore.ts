/** A snapshot as it is stored, but for its parts. Every save gives it another id. */
export type SnapshotHead = Readonly<{
  id: string;
  revision: number;
  /** Of the event at `revision`. */
  eventId: string;
  parts: number;
  head: unknown;
}>;

/** A snapshot to store. */
export type Snapshot = Readonly<{
  revision: number;
  /** Of the event at `revision`. */
  eventId: string;
  schemaVersion: number;
  head: unknown;
  /** Return the JSON of each part, called one after the other. */
  parts: readonly (() => unknown)[];
  /** The parts that differ from those of the snapshot with that id. Null: all of them may. */
  base: Readonly<{ id: string; changed: ReadonlySet<number> }> | null;
}>;

/** A cache that may be emptied at any time: what is missing is read from the stream. */
export type SnapshotStore = Readonly<{
  /**
   * Returns null when there is none of this schema. `begin` gets the head, and what it returns gets
   * the parts, one by one and in order. Throws whatever they throw, and an Error when a part is
   * missing.
   */
  load: (
    stream: string,
    schemaVersion: number,
    begin: (head: SnapshotHead) => (part: unknown) => void,
  ) => Promise<SnapshotHead | null>;
  /**
   * Returns the id that it got, or null when there is one as new: an older revision never replaces
   * a newer one of its schema.
   */
  save: (stream: string, snapshot: Snapshot) => Promise<string | null>;
  /** Deletes what is stored of the stream, if it is of a later revision than `revision`. */
  removeAfter: (stream: string, revision: number) => Promise<void>;
}>;
