import type { Queryable } from '../../platform/postgres/index.js';
import {
  type Checkpoint,
  checkpointColumns,
  type CheckpointRow,
  mainProjection,
  toCheckpoint,
} from '../projector/checkpoint.js';

/**
 * Returns how far the live tables are. Throws when they belong to another event store than
 * `expected`.
 */
export const liveCheckpoint = async (
  database: Queryable,
  expected: string,
  lock = '',
): Promise<Checkpoint> => {
  const [row] = await database.query<CheckpointRow>(
    `SELECT ${checkpointColumns} FROM projection.checkpoints WHERE name = $1 ${lock}`,
    [mainProjection],
  );
  if (row === undefined) throw new Error('Nothing was ever projected: start the projector first');
  if (row.storeId !== expected)
    throw new Error(
      `The read models belong to event store ${row.storeId}, but this is ${expected}`,
    );

  return toCheckpoint(row);
};
