import { generateKeyPairSync, randomUUID } from 'node:crypto';
import jwt from 'jsonwebtoken';
import type { Role } from '../../platform/http/index.js';
import { tokenTerms } from '../../platform/identity/index.js';
import type { Queryable } from '../../platform/postgres/index.js';

export type SignIn = (role?: Role, userId?: string) => string;

/** Publishes a key in the database, as auth does, and signs access tokens with it. */
export const publishSigningKey = async (database: Queryable): Promise<SignIn> => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomUUID();
  await database.query('INSERT INTO auth.signing_keys (kid, public_jwk) VALUES ($1, $2)', [
    kid,
    JSON.stringify(publicKey.export({ format: 'jwk' })),
  ]);
  const { algorithm, issuer, audience, secondsToLive } = tokenTerms;

  return (role = 'customer', userId = randomUUID()) =>
    jwt.sign({ role, sid: randomUUID() }, privateKey, {
      algorithm,
      keyid: kid,
      issuer,
      audience,
      subject: userId,
      expiresIn: secondsToLive,
      jwtid: randomUUID(),
    });
};
