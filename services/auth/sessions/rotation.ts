import type { Role } from '../../../platform/http/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { hashOf, successorOf } from './refreshTokens.js';
import { endSessions, lockSession } from './revocation.js';

type Rotation =
  | Readonly<{ kind: 'invalid' }>
  | Readonly<{ kind: 'reused'; sessionId: string }>
  | Readonly<{
      kind: 'rotated';
      userId: string;
      role: Role;
      sessionId: string;
      successor: string;
    }>;

/**
 * Exchanges a refresh token for its successor, inside the caller's transaction. A used one gives
 * the same successor again for 10 s, as long as that is unused (the client may have lost the
 * response); later use means that there is a copy, and the session ends.
 */
export const rotate = async (
  client: Queryable,
  refreshToken: string,
  secret: string,
): Promise<Rotation> => {
  const hash = hashOf(refreshToken);
  const [found] = await client.query<{ session_id: string }>(findSession, [hash]);
  if (found === undefined) return { kind: 'invalid' };
  await lockSession(client, found.session_id);
  const [token] = await client.query<TokenRow>(readToken, [hash]);
  if (!token?.is_valid) return { kind: 'invalid' };
  const { session_id: sessionId, user_id: userId, role } = token;
  if (token.is_used && !token.is_in_grace) {
    await endSessions(client, [sessionId]);

    return { kind: 'reused', sessionId };
  }
  const successor = successorOf(refreshToken, secret);
  if (!token.is_used) await client.query(succeed, [hash, hashOf(successor)]);

  return { kind: 'rotated', userId, role, sessionId, successor };
};

type TokenRow = Readonly<{
  session_id: string;
  user_id: string;
  role: Role;
  is_valid: boolean;
  is_used: boolean;
  is_in_grace: boolean;
}>;

const findSession = 'SELECT session_id FROM auth.sessions WHERE token_hash = $1';

const readToken = `
  SELECT token.session_id, token.user_id, users.role,
    token.revoked_at IS NULL AND token.expires_at > now() AND users.is_active AS is_valid,
    token.used_at IS NOT NULL AS is_used,
    token.used_at > clock_timestamp() - interval '10 seconds' AND successor.used_at IS NULL AS is_in_grace
  FROM auth.sessions token
  JOIN auth.users ON users.id = token.user_id
  LEFT JOIN auth.sessions successor ON successor.parent_hash = token.token_hash
  WHERE token.token_hash = $1`;

// Every use extends a session to 7 days from now, at most 30 days after it began.
const succeed = `
  WITH used AS (
    UPDATE auth.sessions SET used_at = clock_timestamp() WHERE token_hash = $1 RETURNING session_id, user_id
  )
  INSERT INTO auth.sessions (token_hash, session_id, user_id, parent_hash, expires_at)
  SELECT $2, used.session_id, used.user_id, $1,
    least(now() + interval '7 days', first.created_at + interval '30 days')
  FROM used JOIN auth.sessions first ON first.session_id = used.session_id AND first.parent_hash IS NULL`;
