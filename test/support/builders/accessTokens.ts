import { generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Role } from '../../../platform/http/index.js';
import { tokenTerms } from '../../../platform/identity/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';

/** `sid` and the seconds that the token lives are made up unless given. */
export type SignIn = (
  role?: Role,
  userId?: string,
  session?: Readonly<{ sid?: string; seconds?: number }>,
) => string;

/** Publishes a key in the database, as auth does, and signs access tokens with it. */
export const publishSigningKey = async (database: Queryable): Promise<SignIn> => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  await database.query('INSERT INTO auth.signing_keys (kid, public_jwk) VALUES ($1, $2)', [
    kid,
    JSON.stringify(publicKey.export({ format: 'jwk' })),
  ]);
  const { algorithm, issuer, audience, secondsToLive } = tokenTerms;

  return (role = 'customer', userId = randomUUID(), { sid = randomUUID(), seconds } = {}) =>
    jwt.sign({ role, sid }, privateKey, {
      algorithm,
      keyid: kid,
      issuer,
      audience,
      subject: userId,
      expiresIn: seconds ?? secondsToLive,
      jwtid: randomUUID(),
    });
};
