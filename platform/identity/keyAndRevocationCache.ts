import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Queryable } from '../postgres/index.js';

/** What auth has published: keys by id, and sessions that ended before their tokens did. */
export type KeyAndRevocationCache = Readonly<{
  keys: ReadonlyMap<string, KeyObject>;
  isRevoked: (sessionId: string) => boolean;
  /** Reads what is new; `fully` also what was missed while the connection was interrupted. */
  refresh: (options: Readonly<{ fully: boolean }>) => Promise<void>;
}>;

type KeyRow = Readonly<{ kid: string; public_jwk: JsonWebKey }>;
type RevokedRow = Readonly<{ kid: null; sid: string; until: Date }>;

// Two transactions that overlap may commit in the other order, so the last minute is read again.
const overlapMs = 60_000;

type Listeners = Readonly<{ onRevoked: (sessionId: string) => void; onKeyRetired: () => void }>;

export const createKeyAndRevocationCache = (
  database: Queryable,
  { onRevoked, onKeyRetired }: Listeners,
): KeyAndRevocationCache => {
  const keys = new Map<string, KeyObject>();
  const revoked = new Map<string, number>();
  let newest = 0;

  const addRevoked = ({ sid, until }: RevokedRow): void => {
    newest = Math.max(newest, until.getTime());
    if (revoked.has(sid)) return;
    revoked.set(sid, until.getTime());
    onRevoked(sid);
  };

  return {
    keys,
    isRevoked: (sessionId) => revoked.has(sessionId),
    refresh: async ({ fully }) => {
      const after = new Date(fully ? 0 : newest - overlapMs);
      const rows = await database.query<KeyRow | RevokedRow>(readKeysAndRevoked, [after]);
      if (replaceKeys(keys, rows.filter(isKey))) onKeyRetired();
      for (const row of rows) if (!isKey(row)) addRevoked(row);
      deleteExpired(revoked);
    },
  };
};

/** Keys and ended sessions at once: every process reads them every second. */
const readKeysAndRevoked = `
  SELECT kid, public_jwk, NULL AS sid, NULL AS until
  FROM auth.signing_keys WHERE retired_at IS NULL OR retired_at > now()
  UNION ALL
  SELECT NULL, NULL, sid, until
  FROM auth.revoked_sessions WHERE until > now() AND until > $1`;

const isKey = (row: KeyRow | RevokedRow): row is KeyRow => row.kid !== null;

/** Returns whether a key went away. */
const replaceKeys = (keys: Map<string, KeyObject>, rows: readonly KeyRow[]): boolean => {
  const current = new Set(rows.map(({ kid }) => kid));
  const retired = [...keys.keys()].filter((kid) => !current.has(kid));
  for (const kid of retired) keys.delete(kid);
  for (const { kid, public_jwk } of rows)
    if (!keys.has(kid)) keys.set(kid, createPublicKey({ key: public_jwk, format: 'jwk' }));

  return retired.length > 0;
};

const deleteExpired = (revoked: Map<string, number>): void => {
  // Clocks differ; a minute too long costs nothing.
  const past = new Date(Date.now() - 60_000).getTime();
  for (const [sid, until] of revoked) if (until < past) revoked.delete(sid);
};
