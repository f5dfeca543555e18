import { randomBytes } from 'node:crypto';
import type { TokenPair, User } from '../../../contracts/http/auth.js';
import { createLogger } from '../../../platform/logging/index.js';
import { connectDatabase, type Database } from '../../../platform/postgres/index.js';
import type { AuthConfig } from '../config.js';
import { createPasswords, type Passwords } from '../accounts/passwords.js';
import { endSessionsOfUser } from '../sessions/revocation.js';
import { createSessions, type Sessions } from '../sessions/sessions.js';
import { findByEmail, insertAccount, setActive, setRole, toUser } from '../accounts/users.js';

export type AddedUser = Readonly<{ user: User }> & TokenPair;

/** What an operator does to users without HTTP; the sessions are as real as those of a login. */
export type UserAdministration = Readonly<{
  /** Makes customers with invented addresses, signed in. Nobody knows their password. */
  addUsers: (count: number) => Promise<AddedUser[]>;
  /** Makes the user with this email an admin and ends his sessions, whose tokens still say customer. Null: nobody has it. */
  promote: (email: string) => Promise<User | null>;
  /** Keeps the user with this email out, and ends his sessions and sockets everywhere. Null: nobody has it. */
  lock: (email: string) => Promise<User | null>;
  /** Lets him log in again. */
  unlock: (email: string) => Promise<User | null>;
}>;

type Deps = Readonly<{ database: Database; passwords: Passwords; sessions: Sessions }>;

/** For a command of its own: give it the configuration of the auth that runs, its signing key above all. */
export const openUserAdministration = (
  config: AuthConfig,
): UserAdministration & Readonly<{ stop: () => Promise<void> }> => {
  const logger = createLogger({ name: 'users', level: config.logLevel });
  const database = connectDatabase({ url: config.databaseUrl, logger });
  const passwords = createPasswords(config.bcryptCost);
  const sessions = createSessions({ ...config, database, logger });

  return { ...createUserAdministration({ database, passwords, sessions }), stop: database.stop };
};

export const createUserAdministration = (deps: Deps): UserAdministration => ({
  addUsers: async (count) => {
    // One hash for all: nobody is told the password, and hashing each would take minutes for thousands.
    const passwordHash = await deps.passwords.hash(randomBytes(24).toString('base64url'));
    const added: AddedUser[] = [];
    for (let index = 0; index < count; index += 1) added.push(await addUser(deps, passwordHash));

    return added;
  },
  promote: (email) => promote(deps.database, email),
  lock: (email) => allow(deps.database, email, false),
  unlock: (email) => allow(deps.database, email, true),
});

const addUser = ({ database, sessions }: Deps, passwordHash: string): Promise<AddedUser> =>
  database.transaction(async (client) => {
    const email = `user-${randomBytes(8).toString('hex')}@quicksale.local`;
    const account = await insertAccount(client, { email, passwordHash });

    return { user: toUser(account), ...(await sessions.open(account, client)) };
  });

const promote = async (database: Database, email: string): Promise<User | null> => {
  const account = await findByEmail(database, email);
  if (account === null) return null;
  if (account.role !== 'admin')
    await database.transaction(async (client) => {
      await setRole(client, { id: account.id, role: 'admin' });
      await endSessionsOfUser(client, account.id);
    });

  return toUser({ ...account, role: 'admin' });
};

const allow = async (
  database: Database,
  email: string,
  isActive: boolean,
): Promise<User | null> => {
  const account = await findByEmail(database, email);
  if (account === null) return null;
  await database.transaction(async (client) => {
    await setActive(client, { id: account.id, isActive });
    if (!isActive) await endSessionsOfUser(client, account.id);
  });

  return toUser({ ...account, is_active: isActive });
};
