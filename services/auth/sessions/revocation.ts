import { authChanged } from '../../../platform/identity/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';

/**
 * Ends sessions: their refresh tokens at once, their access tokens and sockets as soon as every
 * service is notified. Call it within a transaction.
 */
export const endSessions = async (
  client: Queryable,
  sessionIds: readonly string[],
): Promise<void> => {
  for (const sessionId of sessionIds) await lockSession(client, sessionId);
  await client.query(
    'UPDATE auth.sessions SET revoked_at = now() WHERE session_id = ANY($1) AND revoked_at IS NULL',
    [sessionIds],
  );
  await client.query(insertRevoked, [sessionIds]);
  await client.query(`SELECT pg_notify('${authChanged}', 'sessions')`);
};

/** One change of a session at a time: its first token stands for all of them. */
export const lockSession = async (client: Queryable, sessionId: string): Promise<void> => {
  await client.query(
    'SELECT FROM auth.sessions WHERE session_id = $1 AND parent_hash IS NULL FOR UPDATE',
    [sessionId],
  );
};

// A little longer than the access tokens that were signed until now can live.
const insertRevoked = `
  INSERT INTO auth.revoked_sessions (sid, until)
  SELECT unnest($1::uuid[]), clock_timestamp() + interval '16 minutes'
  ON CONFLICT (sid) DO UPDATE SET until = excluded.until`;

/**
 * Ends all sessions of a user, for a new password, a new role or a locked account; `kept` is one
 * that lives on.
 */
export const endSessionsOfUser = async (
  client: Queryable,
  userId: string,
  kept: string | null = null,
): Promise<void> => {
  const rows = await client.query<{ session_id: string }>(
    `SELECT DISTINCT session_id FROM auth.sessions
     WHERE user_id = $1 AND revoked_at IS NULL AND session_id IS DISTINCT FROM $2::uuid`,
    [userId, kept],
  );
  const sessionIds = rows.map(({ session_id }) => session_id).sort();
  if (sessionIds.length > 0) await endSessions(client, sessionIds);
};
