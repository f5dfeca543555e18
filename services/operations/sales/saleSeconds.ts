import type { SaleFigures } from '../../../contracts/http/admin/sales.js';
import type { Queryable } from '../../../platform/postgres/index.js';

type Seconds = Pick<SaleFigures, 'seconds' | 'decision'>;

type Row = Readonly<{
  seconds: Seconds['seconds'] | null;
  p50: number | null;
  p99: number | null;
}>;

/** Orders of the last 15 minutes, by second; those beyond the newest 200 000 are not looked at. */
export const readSeconds = async (database: Queryable, productId: string): Promise<Seconds> => {
  const [row] = await database.query<Row>(statement, [productId]);

  return {
    seconds: row?.seconds ?? [],
    decision: { p50Ms: row?.p50 ?? null, p99Ms: row?.p99 ?? null },
  };
};

const statement = `
  WITH recent AS (
    SELECT o.status, o.created_at, o.updated_at
    FROM (SELECT * FROM read.orders WHERE created_at > now() - interval '15 minutes'
          ORDER BY created_at DESC LIMIT 200000) AS o
    WHERE EXISTS (SELECT FROM read.order_items AS i
                  WHERE i.order_id = o.order_id AND i.product_id = $1)
  ), counted AS (
    SELECT at, sum(placed)::integer AS placed, sum(confirmed)::integer AS confirmed,
      sum(refused)::integer AS refused
    FROM (
      SELECT floor(extract(epoch FROM created_at))::bigint AS at, 1 AS placed, 0 AS confirmed,
        0 AS refused
      FROM recent
      UNION ALL
      SELECT floor(extract(epoch FROM updated_at))::bigint, 0,
        (status = 'CONFIRMED')::integer, (status = 'CANCELLED')::integer
      FROM recent WHERE status IN ('CONFIRMED', 'CANCELLED')
    ) AS moves GROUP BY at
  )
  SELECT (SELECT json_agg(c ORDER BY at) FROM counted AS c) AS seconds,
    1000 * percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM updated_at - created_at))
      AS p50,
    1000 * percentile_cont(0.99) WITHIN GROUP (ORDER BY extract(epoch FROM updated_at - created_at))
      AS p99
  FROM recent WHERE status IN ('CONFIRMED', 'CANCELLED')`;
