import { randomBytes } from 'node:crypto';
import type { TokenPair, User } from '../../../contracts/http/auth.js';
import type { Database } from '../../../platform/postgres/index.js';
import type { Passwords } from '../accounts/passwords.js';
import type { Sessions } from '../sessions/sessions.js';
import { findByEmail, insertAccount, toUser } from '../accounts/users.js';
import { type AccountChange, changeAccount } from './changeAccount.js';

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
   * email. Throws 409 LAST_ADMIN when nobody else could administer the shop.
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
    while (added.length < count) {
      const portion = Math.min(usersAtOnce, count - added.length);
      added.push(...(await addPortion(deps, passwordHash, portion)));
    }

    return added;
  },
  promote: (email) => change(deps.database, email, { role: 'admin' }),
  lock: (email) => change(deps.database, email, { isActive: false }),
  unlock: (email) => change(deps.database, email, { isActive: true }),
});

/**
 * In one transaction: thousands, one after the other, would wait for the disk thousands of times.
 */
const usersAtOnce = 100;

const addPortion = (
  { database, sessions }: Deps,
  passwordHash: string,
  count: number,
): Promise<AddedUser[]> =>
  database.transaction(async (client) => {
    const added: AddedUser[] = [];
    for (let index = 0; index < count; index += 1) {
      const email = `user-${randomBytes(8).toString('hex')}@quicksale.local`;
      const account = await insertAccount(client, { email, passwordHash });
      added.push({ user: toUser(account), ...(await sessions.open(account, client)) });
    }

    return added;
  });

const change = (database: Database, email: string, changes: AccountChange): Promise<User | null> =>
  changeAccount(database, { find: (client) => findByEmail(client, email), changes });
