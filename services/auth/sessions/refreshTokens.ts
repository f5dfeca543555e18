import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 256 random bits. */
export const newRefreshToken = (): string => randomBytes(32).toString('base64url');

/** The only successor that a token can ever have: it need not be stored to be handed out twice. */
export const successorOf = (token: string, secret: string): string =>
  createHmac('sha256', secret).update(`quicksale refresh token\n${token}`).digest('base64url');

/** What the database knows of a token. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
