import type { Logger } from '../../../platform/logging/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { Passwords } from '../accounts/passwords.js';
import { endSessionsOfUser } from '../sessions/revocation.js';
import { findByEmail, insertAccount, setPasswordHash, setRole } from '../accounts/users.js';

type Deps = Readonly<{ database: Database; passwords: Passwords; logger: Logger }>;

type FirstAdmin = Readonly<{ email: string; password: string }>;

/**
 * Makes sure that the admin of the configuration exists. Whoever already has that email becomes
 * admin with the configured password; an admin is left alone. Safe to repeat, also by two instances
 * at once.
 */
export const ensureAdmin = async (
  { database, passwords, logger }: Deps,
  { email, password }: FirstAdmin,
): Promise<void> => {
  const found = await findByEmail(database, email);
  if (found?.role === 'admin') return;
  const passwordHash = await passwords.hash(password);
  await database.transaction(async (client) => {
    if (found === null) await insertAccount(client, { email, passwordHash, role: 'admin' });
    else {
      // A stranger may have registered the address first: their password and sessions must not
      // become an admin's.
      await setPasswordHash(client, { id: found.id, passwordHash });
      await setRole(client, { id: found.id, role: 'admin' });
      await endSessionsOfUser(client, found.id);
    }
  });
  logger.info({ event: 'admin_made' }, 'the first admin is ready');
};
