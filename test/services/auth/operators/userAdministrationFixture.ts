import { createLogger } from '../../../../platform/logging/index.js';
import { connectDatabase } from '../../../../platform/postgres/index.js';
import { createPasswords } from '../../../../services/auth/accounts/passwords.js';
import type { AuthConfig } from '../../../../services/auth/config.js';
import {
  createUserAdministration,
  type UserAdministration,
} from '../../../../services/auth/operators/userAdministration.js';
import { createSessions } from '../../../../services/auth/sessions/sessions.js';
import { createKeyLease } from '../../../../services/auth/signingKeys/keyLease.js';

/** What the operators' command on users works with, beside a running auth. */
export const openUserAdministration = (
  config: AuthConfig,
): UserAdministration & Readonly<{ stop: () => Promise<void> }> => {
  const logger = createLogger({ name: 'users', level: config.logLevel });
  const database = connectDatabase({ url: config.databaseUrl, logger });
  const passwords = createPasswords(config.bcryptCost);
  const keyLease = createKeyLease({ ...config, database, logger });
  const sessions = createSessions({ ...config, ...keyLease, database, logger });

  return { ...createUserAdministration({ database, passwords, sessions }), stop: database.stop };
};
