import { randomUUID } from 'node:crypto';
import { type EventStore, storeId } from '../../eventStore/index.js';
import type { Database, Queryable } from '../../postgres/index.js';
import type { Snapshot, SnapshotHead, SnapshotStore } from './snapshotStore.js';

type Deps = Readonly<{ database: Database; eventStore: EventStore }>;

/**
 * Heads in `projection.snapshots`, their parts in `projection.snapshot_parts`, valid for the event
 * store that they were taken from and for no other. A statement carries one part, so that none is
 * long; a transaction keeps them together.
 */
export const createSnapshotStore = ({ database, eventStore }: Deps): SnapshotStore => {
  let known: string | null = null;
  const thisStore = async () => (known ??= await storeId(eventStore));

  return {
    load: async (stream, schemaVersion, begin) => {
      const source = [stream, schemaVersion, await thisStore()] as const;

      return database.transaction(async (client) => {
        // one view of head and parts, whoever saves meanwhile
        await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
        const head = await readHead(client, source);
        if (head !== null) await readParts(client, { stream, head, add: begin(head) });

        return head;
      });
    },
    save: async (stream, snapshot) => {
      const source = [stream, snapshot.schemaVersion, await thisStore()] as const;

      return database.transaction((client) => write(client, source, snapshot));
    },
    removeAfter: async (stream, revision) => {
      await database.query(
        `WITH removed AS (
           DELETE FROM projection.snapshots WHERE stream = $1 AND revision > $2 RETURNING stream
         )
         DELETE FROM projection.snapshot_parts USING removed
         WHERE snapshot_parts.stream = removed.stream`,
        [stream, revision],
      );
    },
  };
};

/** Stream, schema version, id of the event store. */
type Source = readonly [string, number, string];

const readHead = async (client: Queryable, source: Source): Promise<SnapshotHead | null> => {
  const [row] = await client.query<SnapshotHead>(
    `SELECT id, revision, event_id AS "eventId", parts, state AS head FROM projection.snapshots
     WHERE stream = $1 AND schema_version = $2 AND store_id = $3 AND event_id IS NOT NULL`,
    source,
  );

  return row ?? null;
};

type Reading = Readonly<{ stream: string; head: SnapshotHead; add: (part: unknown) => void }>;

/** While one part is parsed, Postgres reads the next. */
const readParts = async (client: Queryable, { stream, head, add }: Reading): Promise<void> => {
  const textOf = async (part: number): Promise<string> => {
    const [row] = await client.query<{ state: string }>(
      `SELECT state FROM projection.snapshot_parts
       WHERE stream = $1 AND part = $2 AND revision <= $3`,
      [stream, part, head.revision],
    );
    if (row === undefined) throw new Error(`The snapshot of ${stream} lacks its part ${part}`);

    return row.state;
  };
  let next = head.parts > 0 ? textOf(0) : null;
  for (let part = 1; next !== null; part += 1) {
    const text = await next;
    next = part < head.parts ? textOf(part) : null;
    // nobody awaits it when the part at hand is unreadable
    next?.catch(() => undefined);
    add(JSON.parse(text));
  }
};

const write = async (
  client: Queryable,
  source: Source,
  snapshot: Snapshot,
): Promise<string | null> => {
  const [stream] = source;
  const id = randomUUID();
  const stored = await lockedId(client, source);
  if (!(await writeHead(client, source, { ...snapshot, id }))) return null;
  const { parts, base, revision } = snapshot;
  const isKnown = base !== null && base.id === stored;
  for (const [part, toJson] of parts.entries())
    if (!isKnown || base.changed.has(part))
      await client.query(
        `INSERT INTO projection.snapshot_parts (stream, part, revision, state)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (stream, part) DO UPDATE
         SET revision = excluded.revision, state = excluded.state`,
        [stream, part, revision, JSON.stringify(toJson())],
      );
  await client.query('DELETE FROM projection.snapshot_parts WHERE stream = $1 AND part >= $2', [
    stream,
    parts.length,
  ]);

  return id;
};

/** Returns the id of the snapshot that is there now, and stays until the end of the transaction. */
const lockedId = async (client: Queryable, source: Source): Promise<string | null> => {
  const [row] = await client.query<{ id: string }>(
    `SELECT id FROM projection.snapshots
     WHERE stream = $1 AND schema_version = $2 AND store_id = $3 FOR UPDATE`,
    source,
  );

  return row?.id ?? null;
};

/** Returns false when there is a snapshot as new. Locks the head, which may be the first. */
const writeHead = async (
  client: Queryable,
  source: Source,
  { id, revision, eventId, parts, head }: Snapshot & Readonly<{ id: string }>,
): Promise<boolean> => {
  const written = await client.query(
    `INSERT INTO projection.snapshots AS old
       (stream, schema_version, store_id, id, revision, parts, state, event_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (stream) DO UPDATE
     SET revision = excluded.revision, schema_version = excluded.schema_version,
         store_id = excluded.store_id, state = excluded.state, taken_at = now(),
         id = excluded.id, parts = excluded.parts, event_id = excluded.event_id
     WHERE (old.store_id, old.schema_version) <> (excluded.store_id, excluded.schema_version)
        OR old.revision < excluded.revision
     RETURNING id`,
    [...source, id, revision, parts.length, JSON.stringify(head), eventId],
  );

  return written.length > 0;
};
