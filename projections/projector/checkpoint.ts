import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { ProjectionHalted } from './errors.js';

/** The right to move a checkpoint, until somebody else begins a term. */
export type Term = Readonly<{ name: string; epoch: number }> & Checkpoint;

/** Two places in `$all`, null before the first. */
export type Checkpoint = Readonly<{
  /** How far the projection has looked: every event of its streams up to here is handled. */
  position: bigint | null;
  /**
   * Where the last event lies that was handled: the place to resume from. A position at which some
   * other record lay will not do, since a scavenge may remove that one.
   */
  eventPosition: bigint | null;
}>;

/** Name of the checkpoint that the read models and the outbox share. */
export const mainProjection = 'main';

type Here = Readonly<{ name: string; storeId: string; head: bigint }>;

export type CheckpointRow = Readonly<{
  position: string | null;
  eventPosition: string | null;
  epoch: number;
  storeId: string;
}>;

export const checkpointColumns = `position::text AS position,
  event_position::text AS "eventPosition", epoch, store_id AS "storeId"`;

export const toCheckpoint = ({ position, eventPosition }: CheckpointRow): Checkpoint => ({
  position: position === null ? null : BigInt(position),
  eventPosition: eventPosition === null ? null : BigInt(eventPosition),
});

/**
 * Raises the epoch, so that a predecessor that still believes to lead can commit nothing more.
 * Throws ProjectionHalted when the checkpoint cannot be of this event store: a subscription from
 * there would silently skip events.
 */
export const beginTerm = async (database: Queryable, here: Here): Promise<Term> => {
  const [row] = await database.query<CheckpointRow>(
    `INSERT INTO projection.checkpoints AS c (name, epoch, store_id) VALUES ($1, 1, $2)
     ON CONFLICT (name) DO UPDATE SET epoch = c.epoch + 1
     RETURNING ${checkpointColumns}`,
    [here.name, here.storeId],
  );
  if (row === undefined) throw new Error('An upsert returned no row');
  const checkpoint = toCheckpoint(row);
  const { position } = checkpoint;
  if (row.storeId !== here.storeId) throw new ProjectionHalted(otherStore(row.storeId, here));
  if (position !== null && position > here.head)
    throw new ProjectionHalted(beyondHead(position, here));

  return { name: here.name, epoch: row.epoch, ...checkpoint };
};

/** The term after it has handled `events` and looked up to `position`. Neither place moves back. */
export const advance = (term: Term, events: readonly StoredEvent[], position: bigint): Term => ({
  ...term,
  position: term.position !== null && term.position > position ? term.position : position,
  eventPosition: events.at(-1)?.position ?? term.eventPosition,
});

/** How far the read models have looked, null before the first event. */
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
