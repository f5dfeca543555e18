import { createHash, createHmac, randomBytes } from 'node:crypto';

/** Returns 256 random bits. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

/** Returns the only successor that a token can have: it need not be stored to be sent twice. */
export const successorOf = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(`quicksale refresh token\n${token}`).digest('base64url');

/** Returns what the database holds of a token. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
