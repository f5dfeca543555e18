import type { IncomingMessage } from 'node:http';
import { problem, Problem } from '../problems/problem.js';

export type Role = 'customer' | 'admin';

/** Who a verified access token speaks for. */
export type Principal = Readonly<{
  userId: string;
  role: Role;
  sessionId: string;
  /** When the token ends. */
  expiresAt: Date;
  jti: string;
}>;

/** Throws a 401 Problem (TOKEN_INVALID, TOKEN_EXPIRED, SESSION_REVOKED) or 503 before its keys are known. */
export type TokenVerifier = Readonly<{ verify: (token: string) => Principal }>;

/**
 * Verifies the bearer token, if there is one. A bad one does no harm to a route that asks for nobody (a client may
 * send its old token along with a refresh): its problem is kept for requireUser.
 */
export const authenticate = (request: IncomingMessage, verifier: TokenVerifier): void => {
  try {
    const token = bearerToken(request.headers.authorization);
    if (token !== null) request.principal = verifier.verify(token);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    request.principal = error;
  }
};

/** Who sent the request. Throws 401 TOKEN_MISSING, or what is wrong with the token. */
export const requireUser = ({ principal }: IncomingMessage): Principal => {
  if (principal === undefined) throw tokenMissing();
  if (principal instanceof Problem) throw principal;

  return principal;
};

/** Who sent the request, as far as it says so; a token that is not valid says nothing. */
export const userIfAny = ({ principal }: IncomingMessage): Principal | null =>
  principal === undefined || principal instanceof Problem ? null : principal;

/** 401 without a token, 403 FORBIDDEN for anybody but an admin. */
export const requireAdmin = (request: IncomingMessage): Principal => {
  const principal = requireUser(request);
  if (principal.role !== 'admin') throw problem(403, 'FORBIDDEN', 'Only an admin may do this');

  return principal;
};

const challenge = { 'WWW-Authenticate': 'Bearer' };

export const tokenMissing = (): Problem =>
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
