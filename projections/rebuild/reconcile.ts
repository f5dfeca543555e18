import type { EventStore } from '../../platform/eventStore/index.js';
import type { Queryable } from '../../platform/postgres/index.js';
import { mainProjection } from '../projector/checkpoint.js';

type Deps = Readonly<{ eventStore: Pick<EventStore, 'idAt'>; storeId: string }>;

/** A message whose event is known here and in the store, at the same position. */
type Shared = Readonly<{ position: string; eventId: string }>;

/** Where messages are known: to be published, published, and the last of each day that is over. */
const tables = ['messaging.outbox', 'messaging.published', 'messaging.pruned_days'] as const;

/**
 * Lets messages, quarantine and checkpoint end with the last event that the messages have in common
 * with the store. The projector goes on from there: it writes the messages of all that the store
 * holds behind it, and those before keep what is known of their publication. Returns the number of
 * messages about events that the store does not hold.
 */
export const reconcile = async (
  transaction: Queryable,
  { eventStore, storeId }: Deps,
): Promise<number> => {
  const last = await lastShared(transaction, eventStore);
  const behind = [last?.position ?? '-1'];
  const lost = new Set<string>();
  for (const table of tables)
    for (const { position } of await transaction.query<Pick<Shared, 'position'>>(
      `DELETE FROM ${table} WHERE position > $1::bigint RETURNING position::text AS position`,
      behind,
    ))
      lost.add(position);
  await transaction.query(
    'DELETE FROM projection.parked_events WHERE position > $1::bigint',
    behind,
  );
  // a cache, and what it says of the lost time is wrong
  await transaction.query('TRUNCATE projection.snapshots, projection.snapshot_parts');
  await transaction.query(
    `UPDATE projection.checkpoints SET epoch = epoch + 1, store_id = $2, position = $3::bigint,
       event_position = $3::bigint, event_id = $4, updated_at = now() WHERE name = $1`,
    [mainProjection, storeId, last?.position ?? null, last?.eventId ?? null],
  );

  return lost.size;
};

/** A store that was restored shares all up to some event, and nothing behind it. */
const lastShared = async (
  transaction: Queryable,
  eventStore: Pick<EventStore, 'idAt'>,
): Promise<Shared | null> => {
  let last: Shared | null = null;
  let low = -1n;
  let high = await lastPosition(transaction);
  // the first guess is the end: mostly all is shared
  let guess = high;
  while (low < high) {
    const row = await lastWithin(transaction, low, guess);
    if (row === null) low = guess;
    else if ((await eventStore.idAt(BigInt(row.position))) === row.eventId) {
      last = row;
      low = guess;
    } else high = BigInt(row.position) - 1n;
    guess = (low + high + 1n) / 2n;
  }

  return last;
};

const lastPosition = async (transaction: Queryable): Promise<bigint> => {
  const ends = tables.map((table) => `(SELECT max(position) FROM ${table})`);
  const [row] = await transaction.query<{ position: string | null }>(
    `SELECT greatest(${ends.join(', ')})::text AS position`,
  );

  return BigInt(row?.position ?? -1);
};

const lastWithin = async (
  transaction: Queryable,
  after: bigint,
  upTo: bigint,
): Promise<Shared | null> => {
  const lasts = tables.map(
    (table) => `(SELECT position, event_id FROM ${table}
      WHERE position > $1::bigint AND position <= $2::bigint ORDER BY position DESC LIMIT 1)`,
  );
  const [row] = await transaction.query<Shared>(
    `SELECT position::text AS position, event_id AS "eventId"
     FROM (${lasts.join(' UNION ALL ')}) AS last ORDER BY last.position DESC LIMIT 1`,
    [after.toString(), upTo.toString()],
  );

  return row ?? null;
};
