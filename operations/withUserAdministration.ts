import { createLogger } from '../platform/logging/index.js';
import { connectDatabase } from '../platform/postgres/index.js';
import { loadAuthConfig } from '../services/auth/config.js';
import { createPasswords } from '../services/auth/accounts/passwords.js';
import { createSessions } from '../services/auth/sessions/sessions.js';
import { createKeyLease } from '../services/auth/signingKeys/keyLease.js';
import {
  createUserAdministration,
  type UserAdministration,
} from '../services/auth/operators/userAdministration.js';
import { dataFolderOf, readSecrets } from './dataFolder.js';
import { signingVariables } from './signingVariables.js';

type Deps = Readonly<{ env: NodeJS.ProcessEnv; databaseUrl: string }>;

/**
 * Runs `work` with auth's own code, on the database and with the keys of the environment or of the
 * data folder.
 */
export const withUserAdministration = async <T>(
  { env, databaseUrl }: Deps,
  work: (administration: UserAdministration) => Promise<T>,
): Promise<T> => {
  const logger = createLogger({ name: 'users', level: 'error' });
  const config = loadAuthConfig({
    ...env,
    ...signingVariables(env, readSecrets(dataFolderOf(env))),
    DATABASE_URL: databaseUrl,
  });
  const database = connectDatabase({ url: databaseUrl, logger, max: 2 });
  try {
    const passwords = createPasswords(config.bcryptCost);
    const keyLease = createKeyLease({ ...config, database, logger });
    const sessions = createSessions({ ...config, ...keyLease, database, logger });

    return await work(createUserAdministration({ database, passwords, sessions }));
  } finally {
    await database.stop();
  }
};
