import { type EventStore, storeId } from '../eventStore/index.js';
import type { Queryable } from '../postgres/index.js';

/** A state to and from what JSON holds. Raise `schemaVersion` with every change of either. */
export type SnapshotCodec<State> = Readonly<{
  schemaVersion: number;
  toJson: (state: State) => unknown;
  fromJson: (json: unknown) => State;
}>;

export type Snapshot = Readonly<{ revision: number; schemaVersion: number; json: unknown }>;

/** A cache that may be emptied at any time: what it lacks is read from the stream. */
export type SnapshotStore = Readonly<{
  load: (stream: string, schemaVersion: number) => Promise<Snapshot | null>;
  /** An older revision never replaces a newer one of the same schema. */
  save: (stream: string, snapshot: Snapshot) => Promise<void>;
}>;

/** Snapshots in `projection.snapshots`, each valid for the event store that it was taken from and for no other. */
export const createSnapshotStore = ({
  database,
  eventStore,
}: Readonly<{ database: Queryable; eventStore: EventStore }>): SnapshotStore => {
  let known: string | null = null;
  const thisStore = async () => (known ??= await storeId(eventStore));

  return {
    load: async (stream, schemaVersion) => {
      const [row] = await database.query<{ revision: number; state: unknown }>(
        `SELECT revision, state FROM projection.snapshots
         WHERE stream = $1 AND schema_version = $2 AND store_id = $3`,
        [stream, schemaVersion, await thisStore()],
      );

      return row === undefined ? null : { revision: row.revision, schemaVersion, json: row.state };
    },
    save: async (stream, { revision, schemaVersion, json }) => {
      await database.query(
        `INSERT INTO projection.snapshots AS old (stream, revision, schema_version, store_id, state)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (stream) DO UPDATE
         SET revision = excluded.revision, schema_version = excluded.schema_version,
             store_id = excluded.store_id, state = excluded.state, taken_at = now()
         WHERE (old.store_id, old.schema_version) <> (excluded.store_id, excluded.schema_version)
            OR old.revision < excluded.revision`,
        [stream, revision, schemaVersion, await thisStore(), JSON.stringify(json)],
      );
    },
  };
};
