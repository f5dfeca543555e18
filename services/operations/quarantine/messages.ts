import { countRows, isAny, type Quarantined, type QuarantinePlace } from './quarantined.js';

const columns = `
  'message:' || id AS id, group_id AS "group", topic, partition, "offset",
  key, state, stream, error, attempts, quarantined_at AS since,
  skipped_at AS "skippedAt", skip_reason AS "skipReason"`;

const waiting = 'messaging.quarantined_messages AS m WHERE skipped_at IS NULL';

/** Messages that a consumer could not handle, and those of their keys behind them. */
export const messages: QuarantinePlace = {
  list: async (database, most) => {
    const rows = await database.query<Row>(
      `SELECT ${columns} FROM ${waiting} ORDER BY m.id LIMIT $1::integer`,
      [most ?? null],
    );

    return rows.map(withTexts);
  },
  count: countRows(waiting),
  show: async (database, id) => {
    const [found] = await database.query<Row>(
      `SELECT ${columns}, headers, value
       FROM messaging.quarantined_messages AS m WHERE m.id = $1::bigint`,
      [id],
    );

    return found === undefined ? null : withTexts(found);
  },
  retry: async (database, id) =>
    isAny(
      await database.query(
        `UPDATE messaging.quarantined_messages SET retry_at = now()
         WHERE id = $1::bigint AND skipped_at IS NULL RETURNING 1`,
        [id],
      ),
    ),
  skip: async (database, id, reason) =>
    isAny(
      await database.query(
        `UPDATE messaging.quarantined_messages SET skipped_at = now(), skip_reason = $2
         WHERE id = $1::bigint AND skipped_at IS NULL RETURNING 1`,
        [id, reason],
      ),
    ),
};

type Row = Quarantined &
  Readonly<{
    key: Buffer | null;
    value?: Buffer | null;
    headers?: readonly (readonly [string, readonly (string | null)[]])[];
  }>;

/** All may be any bytes; values of headers stay in base64. */
const withTexts = ({ key, value, headers, ...row }: Row): Quarantined => ({
  ...row,
  key: key?.toString() ?? null,
  ...(headers !== undefined && {
    headers: headers.map(([name, values]) => [Buffer.from(name, 'base64').toString(), values]),
  }),
  ...(value !== undefined && { value: value?.toString() ?? null }),
});
