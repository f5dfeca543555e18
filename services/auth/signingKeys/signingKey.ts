import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import type { Queryable } from '../../../platform/postgres/index.js';
import { authChanged } from '../../../platform/identity/index.js';
import type { JsonWebKeySet } from '../../../contracts/http/auth.js';

export type SigningKey = Readonly<{ kid: string; privateKey: KeyObject; publicJwk: PublicJwk }>;

type PublicJwk = Readonly<{ kty: 'EC'; crv: 'P-256'; x: string; y: string }>;

/** Returns a new private key as PEM, for `AUTH_SIGNING_KEY`. */
export const generateSigningKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;

/**
 * Parses a P-256 private key in PEM (line ends may be written as `\n`). Its kid is the thumbprint
 * of RFC 7638.
 */
export const parseSigningKey = (pem: string): SigningKey => {
  const privateKey = readPem(pem.replaceAll('\\n', '\n'));
  const { crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (crv !== 'P-256' || x === undefined || y === undefined)
    throw new Error('must be a P-256 private key');
  const publicJwk: PublicJwk = { kty: 'EC', crv, x, y };
  const canonical = JSON.stringify({ crv, kty: 'EC', x, y });

  return { kid: createHash('sha256').update(canonical).digest('base64url'), privateKey, publicJwk };
};

const readPem = (pem: string): KeyObject => {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error('must be a private key in PEM');
  }
};

/**
 * Publishes the public part to every service. Keys that it replaces stay valid for an hour: longer
 * than the tokens that they signed, and than the restart of all instances.
 */
export const publishSigningKey = async (
  database: Queryable,
  { kid, publicJwk }: SigningKey,
): Promise<void> => {
  await database.query(publish, [kid, publicJwk]);
  await database.query(`SELECT pg_notify('${authChanged}', 'keys')`);
};

const publish = `
  WITH replaced AS (
    UPDATE auth.signing_keys SET retired_at = now() + interval '1 hour'
    WHERE kid <> $1 AND retired_at IS NULL
  )
  INSERT INTO auth.signing_keys (kid, public_jwk) VALUES ($1, $2)
  ON CONFLICT (kid) DO UPDATE SET retired_at = NULL`;

/** Returns the keys that services accept now, as a JWK set. */
export const readKeySet = async (database: Queryable): Promise<JsonWebKeySet> => {
  const rows = await database.query<{ kid: string; public_jwk: PublicJwk }>(
    `SELECT kid, public_jwk FROM auth.signing_keys
     WHERE retired_at IS NULL OR retired_at > now() ORDER BY created_at DESC`,
  );

  return {
    keys: rows.map(({ kid, public_jwk }) => ({ ...public_jwk, kid, use: 'sig', alg: 'ES256' })),
  };
};
