import { randomUUID } from 'node:crypto';
import type { TokenPair } from '../../../contracts/http/auth.js';
import { problem, type Problem } from '../../../platform/http/index.js';
import { tokenTerms } from '../../../platform/identity/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Database, Queryable } from '../../../platform/postgres/index.js';
import { signAccessToken } from './accessTokens.js';
import { hashOf, newRefreshToken } from './refreshTokens.js';
import { endSessions } from './revocation.js';
import { rotate } from './rotation.js';
import type { KeyLease } from '../signingKeys/keyLease.js';
import type { AccountRow } from '../accounts/users.js';

/** Sessions: families of refresh tokens, each token the successor of the one before. */
export type Sessions = Readonly<{
  /**
   * Rejects with 401 INVALID_CREDENTIALS when the account was locked, or got another role or
   * password, since it was read.
   */
  open: (account: AccountRow, within?: Queryable) => Promise<TokenPair>;
  /**
   * Rejects with 401 REFRESH_TOKEN_INVALID, or REFRESH_TOKEN_REUSED once the whole session has been
   * ended.
   */
  refresh: (refreshToken: string, requestId: string) => Promise<TokenPair>;
  /** Ends the session of the token, if it is the user's; with null, whoever sends it. */
  logOut: (refreshToken: string, userId: string | null) => Promise<void>;
}>;

type SessionsOptions = Readonly<{
  database: Database;
  keyToSignWith: KeyLease['keyToSignWith'];
  refreshTokenSecret: string;
  logger: Logger;
}>;

export const createSessions = (options: SessionsOptions): Sessions => {
  const { database, keyToSignWith, refreshTokenSecret: secret, logger } = options;

  return {
    open: async ({ id: userId, role, password_hash: passwordHash }, within = database) => {
      const signingKey = await keyToSignWith();
      const sessionId = randomUUID();
      const refreshToken = newRefreshToken();
      const columns = [hashOf(refreshToken), sessionId, userId, role, passwordHash];
      const opened = await within.query(openSession, columns);
      if (opened.length === 0) throw credentialsRefused();

      return toPair(signAccessToken(signingKey, { userId, role, sessionId }), refreshToken);
    },
    refresh: async (refreshToken, requestId) => {
      const signingKey = await keyToSignWith();
      const outcome = await database.transaction((client) => rotate(client, refreshToken, secret));
      if (outcome.kind === 'reused')
        logger.warn(
          { event: 'refresh_token_reused', sessionId: outcome.sessionId, requestId },
          'refresh token reused',
        );
      if (outcome.kind !== 'rotated') throw refused(outcome.kind);

      return toPair(signAccessToken(signingKey, outcome), outcome.successor);
    },
    logOut: async (refreshToken, userId) => {
      await database.transaction(async (client) => {
        const [session] = await client.query<SessionRow>(findSession, [
          hashOf(refreshToken),
          userId,
        ]);
        if (session === undefined) return;
        await endSessions(client, [session.sessionId]);
        logger.info({ event: 'logged_out', ...session }, 'logged out');
      });
    },
  };
};

/** The same problem, whatever is wrong with them. */
export const credentialsRefused = (): Problem =>
  problem(401, 'INVALID_CREDENTIALS', 'These credentials are not right');

// A change of the user ends all sessions: one that opens meanwhile would outlive it.
const openSession = `
  INSERT INTO auth.sessions (token_hash, session_id, user_id, expires_at)
  SELECT $1, $2, id, now() + interval '7 days' FROM auth.users
  WHERE id = $3 AND role = $4 AND password_hash = $5 AND is_active FOR SHARE
  RETURNING session_id`;

type SessionRow = Readonly<{ sessionId: string; userId: string }>;

const findSession = `
  SELECT session_id AS "sessionId", user_id AS "userId" FROM auth.sessions
  WHERE token_hash = $1 AND ($2::uuid IS NULL OR user_id = $2)`;

const toPair = (accessToken: string, refreshToken: string): TokenPair => ({
  accessToken,
  refreshToken,
  expiresIn: tokenTerms.secondsToLive,
});

const refused = (kind: 'invalid' | 'reused') =>
  kind === 'reused'
    ? problem(401, 'REFRESH_TOKEN_REUSED', 'The token was used before; its session has been ended')
    : problem(401, 'REFRESH_TOKEN_INVALID', 'The refresh token is not valid; log in again');
