import type { StoredEvent } from '../../platform/eventStore/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import {
  type Checkpoint,
  checkpointColumns,
  type CheckpointRow,
  toCheckpoint,
} from './checkpoint.js';
import { Fenced, ProjectionHalted } from './errors.js';

/** The right to move a checkpoint, until somebody else begins a term. */
export type Term = Readonly<{ name: string; epoch: number }> & Checkpoint;

type Log = Readonly<{ name: string; storeId: string; head: bigint }>;

/**
 * Raises the epoch, so that a predecessor that still believes to lead can commit nothing more.
 * Throws ProjectionHalted when the checkpoint cannot be of this event store: a subscription from
 * there would silently skip events.
 */
export const beginTerm = async (database: Queryable, log: Log): Promise<Term> => {
  const [row] = await database.query<CheckpointRow>(
    `INSERT INTO projection.checkpoints AS c (name, epoch, store_id) VALUES ($1, 1, $2)
     ON CONFLICT (name) DO UPDATE SET epoch = c.epoch + 1
     RETURNING ${checkpointColumns}`,
    [log.name, log.storeId],
  );
  if (row === undefined) throw new Error('An upsert returned no row');
  const checkpoint = toCheckpoint(row);
  const { position } = checkpoint;
  if (row.storeId !== log.storeId) throw new ProjectionHalted(otherStore(row.storeId, log));
  if (position !== null && position > log.head)
    throw new ProjectionHalted(beyondHead(position, log));

  return { name: log.name, epoch: row.epoch, ...checkpoint };
};

/** Returns the term after it has handled `events` and read up to `position`, which never falls. */
export const advance = (term: Term, events: readonly StoredEvent[], position: bigint): Term => ({
  ...term,
  position: term.position !== null && term.position > position ? term.position : position,
  eventPosition: events.at(-1)?.position ?? term.eventPosition,
  eventId: events.at(-1)?.id ?? term.eventId,
});

/**
 * Moves the checkpoint, only in its term and from where the term knows it to be. Its parameters are
 * the first seven of the statement: `moveParameters`.
 */
export const moveCheckpoint = `
    UPDATE projection.checkpoints
    SET position = $5::bigint, event_position = $6::bigint, event_id = $7::uuid,
      outstanding_position = $5::bigint, updated_at = now()
    WHERE name = $1 AND epoch = $2 AND position IS NOT DISTINCT FROM $3::bigint
      AND event_position IS NOT DISTINCT FROM $4::bigint
    RETURNING name`;

export type Move = Readonly<{ from: Term; to: Term }>;

export const moveParameters = ({ from, to }: Move): readonly unknown[] => [
  from.name,
  from.epoch,
  ...positionsOf(from),
  ...positionsOf(to),
  to.eventId,
];

const positionsOf = ({ position, eventPosition }: Checkpoint) => [
  position?.toString() ?? null,
  eventPosition?.toString() ?? null,
];

export const fenced = ({ name, epoch }: Term): Fenced =>
  new Fenced(`Checkpoint ${name} was moved by somebody else than term ${epoch}`);

export const wayOut =
  'Either point EVENTSTORE_URL and DATABASE_URL at parts that belong together, or, when the event store was ' +
  'restored or replaced on purpose, run "npm run projections -- rebuild --from-store".';

const otherStore = (theirs: string, { name, storeId }: Log): string =>
  `Checkpoint ${name} belongs to event store ${theirs}, but this is ${storeId}. ${wayOut}`;

const beyondHead = (position: bigint, { name, head }: Log): string =>
  `Checkpoint ${name} is at position ${position}, but the event store ends at ${head}: it was restored from an older ` +
  `copy. ${wayOut}`;
