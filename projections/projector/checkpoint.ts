import type { Queryable } from '../../platform/postgres/index.js';

/** Places in `$all`, null before the first. */
export type Checkpoint = Readonly<{
  /** How far the projection has read: every event of its streams up to here is handled. */
  position: bigint | null;
  /**
   * Where the last event lies that was handled: the place to resume from. A position at which some
   * other record lay will not do, since a scavenge may remove that one.
   */
  eventPosition: bigint | null;
  /** Of that event: a position alone is no proof that the log is the same. */
  eventId: string | null;
}>;

/** Name of the checkpoint that the read models and the outbox share. */
export const mainProjection = 'main';

export type CheckpointRow = Readonly<{
  position: string | null;
  eventPosition: string | null;
  eventId: string | null;
  epoch: number;
  storeId: string;
}>;

export const checkpointColumns = `position::text AS position,
  event_position::text AS "eventPosition", event_id AS "eventId", epoch, store_id AS "storeId"`;

export const toCheckpoint = ({ position, eventPosition, eventId }: CheckpointRow): Checkpoint => ({
  position: position === null ? null : BigInt(position),
  eventPosition: eventPosition === null ? null : BigInt(eventPosition),
  eventId,
});

/** Returns how far the read models have come, null before the first event. */
export const checkpointPosition = async (
  database: Queryable,
  name = mainProjection,
): Promise<bigint | null> => {
  const [row] = await database.query<{ position: string | null }>(
    'SELECT position::text AS position FROM projection.checkpoints WHERE name = $1',
    [name],
  );

  return typeof row?.position === 'string' ? BigInt(row.position) : null;
};
