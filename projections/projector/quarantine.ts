import { isOrderCritical } from '../../domain/orderCritical.js';
import type { StoredEvent } from '../../platform/eventStore/index.js';
import { UnreadableEvent } from '../../platform/facts/index.js';
import { DatabaseUnavailable, type Queryable } from '../../platform/postgres/index.js';
import { Fenced, ProjectionHalted } from './errors.js';
import { advance, fenced, moveCheckpoint, moveParameters, type Term } from './term.js';

/** Whether the event itself is the cause, so that trying again would fail again. */
export const belongsInQuarantine = (error: unknown): boolean => {
  if (error instanceof DatabaseUnavailable || error instanceof Fenced) return false;
  if (error instanceof UnreadableEvent) return true;
  const state = sqlState(error);

  // 22: data that a column cannot hold; 23: a constraint. Other errors of Postgres are not about
  // the data.
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
    `WITH moved AS (${moveCheckpoint})
     INSERT INTO projection.parked_events
       (projection, position, stream, revision, event_id, type, event, error)
     SELECT name, $6::bigint, $8, $9, $10, $11, $12, $13 FROM moved
     ON CONFLICT (projection, position) DO UPDATE SET error = excluded.error
     RETURNING projection`,
    [
      ...moveParameters({ from: term, to: after }),
      event.stream,
      event.revision,
      event.id,
      event.type,
      JSON.stringify({ data: event.data, metadata: event.metadata }),
      reason,
    ],
  );
  if (row === undefined) throw fenced(term);

  return after;
};

const sqlState = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

const halted = ({ stream, revision, type, id }: StoredEvent, reason: string): string =>
  `${type} ${id} (${stream}, revision ${revision}) cannot be projected: ${reason}. Orders depend on it, so nothing after ` +
  'it is projected. Run a release that understands the event; the projector goes on by itself from there.';
