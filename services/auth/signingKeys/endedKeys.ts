import type { Queryable } from '../../../platform/postgres/index.js';
import type { RetentionTask } from '../../../platform/retention/index.js';

/** Public keys that nobody has published for a day: what they signed has expired long before. */
export const endedKeys = (database: Queryable): RetentionTask => ({
  kind: 'signing_keys',
  remove: async () => (await database.query(deleteEnded)).length,
});

const deleteEnded = `
  DELETE FROM auth.signing_keys WHERE retired_at < now() - interval '1 day' RETURNING 1`;
