import { pause } from '../../../platform/concurrency/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { OutboxRow } from '../../../projections/outbox/outboxRow.js';

const backlog = 5_000;

/** In milliseconds: after so long without a row published nobody seems to publish. */
const stuckMs = 60_000;

/**
 * Writes the rows to the outbox, unless they wait there already, once it is short: what comes new
 * shall not wait behind a whole day. Returns how many were written. Throws when the bridge
 * publishes nothing.
 */
export const addToOutbox = async (
  database: Database,
  rows: readonly OutboxRow[],
): Promise<number> => {
  if (rows.length === 0) return 0;
  await untilShort(database);

  return (await database.query(insertRows, [JSON.stringify(rows)])).length;
};

const untilShort = async (database: Database): Promise<void> => {
  let since = performance.now();
  let before = Infinity;
  for (;;) {
    const waiting = await waitingRows(database);
    if (waiting < backlog) return;
    if (waiting !== before) since = performance.now();
    before = waiting;
    if (performance.now() - since > stuckMs)
      throw new Error(`The bridge publishes nothing, and ${waiting} messages wait; see its /ready`);
    await pause(200);
  }
};

const waitingRows = async (database: Database): Promise<number> => {
  const [row] = await database.query<{ waiting: number }>(
    `SELECT count(*) AS waiting FROM messaging.outbox
     WHERE published_at IS NULL AND last_error IS NULL`,
  );

  return row?.waiting ?? 0;
};

const insertRows = `
  INSERT INTO messaging.outbox (position, ordinal, event_id, topic, key, headers, payload)
  SELECT m.* FROM json_to_recordset($1::json) AS m (position bigint, ordinal integer,
    event_id uuid, topic text, key text, headers json, payload json)
  ON CONFLICT (position, ordinal) DO NOTHING
  RETURNING 1`;
