import type { Queryable } from '../../postgres/index.js';
import {
  keysOf,
  type QuarantinedRecord,
  type RawRecord,
  toQuarantineColumns,
} from './quarantinedRecord.js';

type Deps = Readonly<{ database: Queryable; groupId: string }>;

/**
 * Messages of one consumer group that wait in Postgres, each with the later ones of its key.
 */
export type MessageQuarantine = Readonly<{
  /** The partitions may have come from another member, with keys that wait. */
  forget: () => void;
  /** Returns the keys of these records behind which the records have to wait, see nameOfKey. */
  heldKeys: (records: readonly RawRecord[]) => Promise<Set<string>>;
  /** Durable when it resolves; a record that waits already stays as it is. */
  add: (records: readonly QuarantinedRecord[]) => Promise<void>;
}>;

/** In milliseconds: the keys that other processes have released are known after so long. */
const keysKnownForMs = 5_000;

export const createMessageQuarantine = ({ database, groupId }: Deps): MessageQuarantine => {
  let known: Readonly<{ hasAny: boolean; until: number }> | null = null;

  const mayHold = async (): Promise<boolean> => {
    if (known?.hasAny === true || known === null || performance.now() > known.until) {
      const [row] = await database.query<{ hasAny: boolean }>(hasAnyStatement, [groupId]);
      known = { hasAny: row?.hasAny === true, until: performance.now() + keysKnownForMs };
    }

    return known.hasAny;
  };

  return {
    forget: () => {
      known = null;
    },
    heldKeys: async (records) => {
      if (records.length === 0 || !(await mayHold())) return new Set();
      const { topics, keys } = keysOf(records);
      const rows = await database.query<{ name: string }>(heldKeysStatement, [
        groupId,
        topics,
        keys,
      ]);

      return new Set(rows.map(({ name }) => name));
    },
    add: async (records) => {
      if (records.length === 0) return;
      known = { hasAny: true, until: performance.now() + keysKnownForMs };
      await database.query(addStatement, [
        groupId,
        JSON.stringify(records.map(toQuarantineColumns)),
      ]);
    },
  };
};

const hasAnyStatement = `
  SELECT EXISTS (SELECT FROM messaging.quarantined_messages
    WHERE group_id = $1 AND skipped_at IS NULL) AS "hasAny"`;

const heldKeysStatement = `
  SELECT DISTINCT k.topic || '/' || encode(k.key, 'hex') AS name
  FROM unnest($2::text[], $3::bytea[]) AS k(topic, key)
  JOIN messaging.quarantined_messages AS m ON m.topic = k.topic AND m.key = k.key
  WHERE m.group_id = $1 AND m.skipped_at IS NULL AND m.state <> 'unwritten'`;

const addStatement = `
  INSERT INTO messaging.quarantined_messages (group_id, topic, partition, "offset", record_time, key,
    value, headers, state, stream, error, attempts)
  SELECT $1, topic, partition, "offset", record_time, decode(key, 'base64'),
    decode(value, 'base64'), headers, state, stream, error,
    CASE state WHEN 'waiting' THEN 0 ELSE 1 END
  FROM json_to_recordset($2::json) AS r (topic text, partition integer, "offset" bigint,
    record_time bigint, key text, value text, headers json, state text, stream text, error text)
  ON CONFLICT (group_id, topic, partition, "offset", record_time) DO NOTHING`;
