import type { Queryable } from '../platform/postgres/index.js';
import { ProjectionHalted } from './errors.js';

/** The right to move a checkpoint, until somebody else begins a term. `position` is the last one handled; null: none. */
export type Term = Readonly<{ name: string; epoch: number; position: bigint | null }>;

/** Name of the checkpoint that the read models and the outbox share. */
export const mainProjection = 'main';

type Here = Readonly<{ name: string; storeId: string; head: bigint }>;

type Row = Readonly<{ position: string | null; epoch: number; storeId: string }>;

/**
 * Raises the epoch, so that a predecessor that still believes to lead can commit nothing more. Throws ProjectionHalted
 * when the checkpoint cannot be of this event store: a subscription from there would silently skip events.
 */
export const beginTerm = async (database: Queryable, here: Here): Promise<Term> => {
  const [row] = await database.query<Row>(
    `INSERT INTO projection.checkpoints AS c (name, epoch, store_id) VALUES ($1, 1, $2)
     ON CONFLICT (name) DO UPDATE SET epoch = c.epoch + 1
     RETURNING position::text AS position, epoch, store_id AS "storeId"`,
    [here.name, here.storeId],
  );
  if (row === undefined) throw new Error('An upsert returned no row');
  const position = row.position === null ? null : BigInt(row.position);
  if (row.storeId !== here.storeId) throw new ProjectionHalted(otherStore(row.storeId, here));
  if (position !== null && position > here.head)
    throw new ProjectionHalted(beyondHead(position, here));

  return { name: here.name, epoch: row.epoch, position };
};

/** Last position that is in the read models, null before the first. */
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

const wayOut =
  'Either point EVENTSTORE_URL and DATABASE_URL at parts that belong together, or, when the event store was ' +
  'replaced on purpose, start with an empty database: the read models are built again from the events.';

const otherStore = (theirs: string, { name, storeId }: Here): string =>
  `Checkpoint ${name} belongs to event store ${theirs}, but this is ${storeId}. ${wayOut}`;

const beyondHead = (position: bigint, { name, head }: Here): string =>
  `Checkpoint ${name} is at position ${position}, but the event store ends at ${head}: it was restored from an older ` +
  `copy. ${wayOut}`;
