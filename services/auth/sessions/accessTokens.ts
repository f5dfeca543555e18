import { randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Role } from '../../../platform/http/index.js';
import { tokenTerms } from '../../../platform/identity/index.js';
import type { SigningKey } from '../signingKeys/signingKey.js';

type Bearer = Readonly<{ userId: string; role: Role; sessionId: string }>;

/** Signs an access token that expires after `tokenTerms.secondsToLive`. */
export const signAccessToken = (
  { kid, privateKey }: SigningKey,
  { userId, role, sessionId }: Bearer,
): string =>
  jwt.sign({ role, sid: sessionId }, privateKey, {
    algorithm: tokenTerms.algorithm,
    keyid: kid,
    issuer: tokenTerms.issuer,
    audience: tokenTerms.audience,
    subject: userId,
    expiresIn: tokenTerms.secondsToLive,
    jwtid: randomUUID(),
  });
