import { isOrderCritical } from '../../domain/orderCritical.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { DatabaseUnavailable, type Queryable } from '../../platform/postgres/index.js';
import { advance, type Term } from './checkpoint.js';
import { Fenced, ProjectionHalted } from './errors.js';

/** Whether the event itself is to blame, so that trying again would give the same. */
export const belongsInQuarantine = (error: unknown): boolean => {
  if (error instanceof DatabaseUnavailable || error instanceof Fenced) return false;
  const state = sqlState(error);

  // 22: data that a column cannot hold; 23: a constraint. Other complaints of Postgres are not
  // about the data.
  return state === null
    ? error instanceof TypeError || error instanceof RangeError
    : /^2[23]/.test(state);
};

/**
 * Moves the checkpoint past an event that cannot be projected, and keeps the event for people to
 * look at. Returns the term after it. Throws ProjectionHalted for an order-critical event.
 */
export const quarantine = async (
  database: Queryable,
  term: Term,
  { event, error }: Readonly<{ event: StoredEvent; error: unknown }>,
): Promise<Term> => {
  const reason = error instanceof Error ? error.message : String(error);
  if (isOrderCritical(event)) throw new ProjectionHalted(halted(event, reason));

  const after = advance(term, [event], event.position);
  const [row] = await database.query(
    `WITH moved AS (
       UPDATE projection.checkpoints
       SET position = $11::bigint, event_position = $4::bigint, updated_at = now()
       WHERE name = $1 AND epoch = $2 AND position IS NOT DISTINCT FROM $3::bigint
         AND event_position IS NOT DISTINCT FROM $12::bigint
       RETURNING name
     )
     INSERT INTO projection.parked_events
       (projection, position, stream, revision, event_id, type, event, error)
     SELECT name, $4::bigint, $5, $6, $7, $8, $9, $10 FROM moved
     ON CONFLICT (projection, position) DO UPDATE SET error = excluded.error
     RETURNING projection`,
    [
      term.name,
      term.epoch,
      term.position?.toString() ?? null,
      event.position.toString(),
      event.stream,
      event.revision,
      event.id,
      event.type,
      JSON.stringify({ data: event.data, metadata: event.metadata }),
      reason,
      after.position?.toString(),
      term.eventPosition?.toString() ?? null,
    ],
  );
  if (row === undefined)
    throw new Fenced(`Checkpoint ${term.name} was moved by somebody else than term ${term.epoch}`);

  return after;
};

const sqlState = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

const halted = ({ stream, revision, type, id }: StoredEvent, reason: string): string =>
  `${type} ${id} (${stream}, revision ${revision}) cannot be projected: ${reason}. Orders depend on it, so nothing after ` +
  'it is projected. Run a release that understands the event; the projector goes on by itself from there.';
