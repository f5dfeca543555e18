import { randomBytes } from 'node:crypto';
import type { TokenPair, User } from '../../../contracts/http/auth.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { Passwords } from '../accounts/passwords.js';
import { endSessionsOfUser } from '../sessions/revocation.js';
import type { Sessions } from '../sessions/sessions.js';
import { findByEmail, insertAccount, setActive, setRole, toUser } from '../accounts/users.js';

export type AddedUser = Readonly<{ user: User }> & TokenPair;

/** Operators' commands on users; the sessions are the same as those of a login. */
export type UserAdministration = Readonly<{
  /** Adds customers with random addresses and an unknown password, signed in. */
  addUsers: (count: number) => Promise<AddedUser[]>;
  /**
   * Makes a user an admin and ends their sessions, whose tokens still say customer. Returns null
   * for an unknown email.
   */
  promote: (email: string) => Promise<User | null>;
  /**
   * Locks an account, and ends its sessions and sockets everywhere. Returns null for an unknown
   * email.
   */
  lock: (email: string) => Promise<User | null>;
  /** Unlocks an account. Returns null for an unknown email. */
  unlock: (email: string) => Promise<User | null>;
}>;

type Deps = Readonly<{ database: Database; passwords: Passwords; sessions: Sessions }>;

export const createUserAdministration = (deps: Deps): UserAdministration => ({
  addUsers: async (count) => {
    // One hash for all: nobody gets to know the password, and hashing thousands would take minutes.
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
