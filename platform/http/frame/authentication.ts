import type { IncomingMessage } from 'node:http';
import { problem, Problem } from '../output/problem.js';

export type Role = 'customer' | 'admin';

/** The user of a verified access token. */
export type Principal = Readonly<{
  userId: string;
  role: Role;
  sessionId: string;
  /** When the token expires. */
  expiresAt: Date;
  jti: string;
}>;

/** Throws 401 (TOKEN_INVALID, TOKEN_EXPIRED, SESSION_REVOKED), or 503 before the keys are known. */
export type TokenVerifier = Readonly<{ verify: (token: string) => Principal }>;

/**
 * Verifies the bearer token, if there is one, unless the gateway of this process has done so. A bad
 * one is no error on a route that needs no user (a client may send its old token along with a
 * refresh): its problem is kept for requireUser.
 */
export const authenticate = (request: IncomingMessage, verifier: TokenVerifier): void => {
  if (request.principal !== undefined) return;
  try {
    const token = bearerToken(request.headers.authorization);
    request.principal = token === null ? null : verifier.verify(token);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    request.principal = error;
  }
};

/** Returns who sent the request. Throws 401 TOKEN_MISSING, or what is wrong with the token. */
export const requireUser = ({ principal = null }: IncomingMessage): Principal => {
  if (principal === null) throw tokenMissing();
  if (principal instanceof Problem) throw principal;

  return principal;
};

/** Returns who sent the request, null without a valid token. */
export const userIfAny = ({ principal = null }: IncomingMessage): Principal | null =>
  principal instanceof Problem ? null : principal;

/**
 * Returns the admin who sent the request. Throws 401 without a token, 403 FORBIDDEN for anybody
 * else.
 */
export const requireAdmin = (request: IncomingMessage): Principal => {
  const principal = requireUser(request);
  if (principal.role !== 'admin') throw problem(403, 'FORBIDDEN', 'Only an admin may do this');

  return principal;
};

const challenge = { 'WWW-Authenticate': 'Bearer' };

const tokenMissing = (): Problem =>
  problem(401, 'TOKEN_MISSING', 'Send an access token as "Authorization: Bearer <token>"', {
    headers: challenge,
  });

export const tokenRefused = (
  code: 'TOKEN_INVALID' | 'TOKEN_EXPIRED' | 'SESSION_REVOKED',
): Problem => problem(401, code, reasons[code], { headers: invalidToken });

const invalidToken = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };

const reasons = {
  TOKEN_INVALID: 'The access token is not valid',
  TOKEN_EXPIRED: 'The access token has expired; refresh it',
  SESSION_REVOKED: 'The session has ended; log in again',
};

const bearerToken = (header: string | undefined): string | null => {
  if (header === undefined) return null;
  const [, token] = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(header) ?? [];
  if (token === undefined) throw tokenRefused('TOKEN_INVALID');

  return token;
};
