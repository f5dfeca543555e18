import type { JsonWebKeySet } from '../../../contracts/http/auth.js';
import { authChanged } from '../../../platform/identity/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import type { PublicJwk, SigningKey } from './signingKey.js';

type Published = Readonly<{ wasKnown: boolean; othersInUse: boolean }>;

/**
 * Publishes the public part to every service for an hour from now: longer than the tokens that it
 * signs. Returns whether services knew it before, and whether tokens of other keys are about. Who
 * signs with it publishes it again and again; a key that nobody uses any more ends by itself.
 */
export const publishSigningKey = async (
  database: Queryable,
  { kid, publicJwk }: SigningKey,
): Promise<Published> => {
  const [published] = await database.query<Published>(publish, [kid, publicJwk]);
  if (published === undefined) throw new Error('An upsert returned no row');
  if (!published.wasKnown) await database.query(`SELECT pg_notify('${authChanged}', 'keys')`);

  return published;
};

// A key without an end was published by a release that does not publish it again: it gets a day,
// in which that release has to be replaced.
const publish = `
  WITH known AS (
    SELECT kid FROM auth.signing_keys WHERE retired_at IS NULL OR retired_at > now()
  ), endless AS (
    UPDATE auth.signing_keys SET retired_at = now() + interval '1 day'
    WHERE kid <> $1 AND retired_at IS NULL
  )
  INSERT INTO auth.signing_keys (kid, public_jwk, retired_at)
  VALUES ($1, $2, now() + interval '1 hour')
  ON CONFLICT (kid) DO UPDATE SET retired_at = excluded.retired_at
  RETURNING EXISTS (SELECT FROM known WHERE kid = $1) AS "wasKnown",
    EXISTS (SELECT FROM known WHERE kid <> $1) AS "othersInUse"`;

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
