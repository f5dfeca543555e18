import type { Queryable } from '../../../platform/postgres/index.js';
import type { RetentionTask } from '../../../platform/retention/index.js';

/** Revocations that no access token needs any more, since all that they end have expired. */
export const endedRevocations = (database: Queryable): RetentionTask => ({
  kind: 'revoked_sessions',
  remove: async () =>
    (await database.query('DELETE FROM auth.revoked_sessions WHERE until < now() RETURNING 1'))
      .length,
});
