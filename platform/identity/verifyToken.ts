import type { KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { tokenRefused, type Principal } from '../http/index.js';
import { accessClaims, tokenTerms } from './claims.js';

/** By which the clocks of two machines may differ. */
const clockSkewSeconds = 5;
const longestToken = 2048;

/**
 * Returns the principal of a genuine, unexpired access token. Its header only picks one of `keys`
 * by id: algorithms, addresses and keys in the token are ignored. Throws 401 TOKEN_INVALID or
 * TOKEN_EXPIRED.
 */
export const verifyToken = (token: string, keys: ReadonlyMap<string, KeyObject>): Principal => {
  if (token.length > longestToken) throw tokenRefused('TOKEN_INVALID');
  const claims = accessClaims.safeParse(payloadOf(token, keys)).data;
  if (claims === undefined || claims.iat > Date.now() / 1000 + clockSkewSeconds)
    throw tokenRefused('TOKEN_INVALID');

  return {
    userId: claims.sub,
    role: claims.role,
    sessionId: claims.sid,
    expiresAt: new Date(claims.exp * 1000),
    jti: claims.jti,
  };
};

const payloadOf = (token: string, keys: ReadonlyMap<string, KeyObject>): unknown => {
  const { issuer, audience, algorithm } = tokenTerms;
  try {
    const header = jwt.decode(token, { complete: true })?.header;
    const key = keys.get(header?.kid ?? '');
    if (key === undefined || header?.typ !== 'JWT' || header.crit !== undefined) return undefined;

    return jwt.verify(token, key, { algorithms: [algorithm], issuer, audience });
  } catch (error) {
    throw tokenRefused(error instanceof jwt.TokenExpiredError ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID');
  }
};
