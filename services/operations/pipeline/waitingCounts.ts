import type { Queryable } from '../../../platform/postgres/index.js';

type Waiting = Readonly<{ backlog: number; oldestSeconds: number | null }>;

/** How much waits in quarantine, in all three places, and since when. */
export const countQuarantined = async (database: Queryable): Promise<Waiting> => {
  const [row] = await database.query<Waiting>(statement);

  return row ?? { backlog: 0, oldestSeconds: null };
};

const statement = `
  SELECT count(*)::integer AS backlog,
    extract(epoch FROM now() - min(since))::float8 AS "oldestSeconds"
  FROM (
    SELECT parked_at AS since FROM projection.parked_events
      WHERE resumed_at IS NULL AND skipped_at IS NULL
    UNION ALL
    SELECT created_at FROM messaging.outbox WHERE published_at IS NULL AND last_error IS NOT NULL
    UNION ALL
    SELECT quarantined_at FROM messaging.quarantined_messages WHERE skipped_at IS NULL
  ) AS waiting`;
