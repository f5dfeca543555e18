import type { Credentials, Registration, SignedIn, User } from '../../../contracts/http/auth.js';
import { problem } from '../../../platform/http/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import { isUniqueViolation, type Database } from '../../../platform/postgres/index.js';
import { commonPassword, isCommonPassword } from './commonPasswords.js';
import type { Passwords } from './passwords.js';
import { isReservedUsername, usernameReserved } from './reservedUsernames.js';
import { credentialsRefused, type Sessions } from '../sessions/sessions.js';
import {
  findByEmail,
  findById,
  findByUsername,
  insertAccount,
  renewPasswordHash,
  toUser,
  type AccountRow,
} from './users.js';

export type Accounts = Readonly<{
  /** Rejects with 409 EMAIL_TAKEN, USERNAME_TAKEN or USERNAME_RESERVED, 400 PASSWORD_TOO_COMMON. */
  register: (registration: Registration, requestId: string) => Promise<SignedIn>;
  /** Rejects with 401 INVALID_CREDENTIALS, whatever is wrong with them. */
  logIn: (credentials: Credentials, requestId: string) => Promise<SignedIn>;
  /** Rejects with 401 when the account is gone or locked. */
  current: (userId: string) => Promise<User>;
}>;

type Deps = Readonly<{
  database: Database;
  passwords: Passwords;
  sessions: Sessions;
  logger: Logger;
}>;

export const createAccounts = (deps: Deps): Accounts => ({
  register: (registration, requestId) => register(tagged(deps, requestId), registration),
  logIn: (credentials, requestId) => logIn(tagged(deps, requestId), credentials),
  current: async (userId) => {
    const account = await findById(deps.database, userId);
    if (!account?.is_active) throw problem(401, 'ACCOUNT_INACTIVE', 'The account is not active');

    return toUser(account);
  },
});

/** Log lines carry the request id: the gateway's line with the same id has the address. */
const tagged = (deps: Deps, requestId: string): Deps => ({
  ...deps,
  logger: deps.logger.child({ requestId }),
});

const register = async (
  { database, passwords, sessions, logger }: Deps,
  { password, ...details }: Registration,
): Promise<SignedIn> => {
  if (details.username !== undefined && isReservedUsername(details.username))
    throw usernameReserved();
  if (isCommonPassword(password)) throw commonPassword('password');
  const passwordHash = await passwords.hash(password);
  try {
    const { account, tokens } = await database.transaction(async (client) => {
      const account = await insertAccount(client, { ...details, passwordHash });

      return { account, tokens: await sessions.open(account, client) };
    });
    logger.info({ event: 'registered', userId: account.id }, 'registered');

    return { message: 'Welcome to QuickSale', user: toUser(account), ...tokens };
  } catch (error) {
    throw toConflict(error);
  }
};

const toConflict = (error: unknown): unknown => {
  if (violates(error, ['users_email_key', 'users_email_folded']))
    return problem(409, 'EMAIL_TAKEN', 'There is an account with this email');
  if (violates(error, ['users_username_key', 'users_username_folded']))
    return problem(409, 'USERNAME_TAKEN', 'There is an account with this username');

  return error;
};

const violates = (error: unknown, indexes: readonly string[]): boolean =>
  indexes.some((index) => isUniqueViolation(error, index));

const logIn = async (deps: Deps, credentials: Credentials): Promise<SignedIn> => {
  const { database, passwords, logger } = deps;
  const account = await find(database, credentials);
  const match = await passwords.match(credentials.password, account?.password_hash ?? null);
  if (account === null || match === null || !account.is_active) {
    logger.info({ event: 'login_failed', userId: account?.id ?? null }, 'login failed');
    throw credentialsRefused();
  }
  if (match === 'as typed' || passwords.isOutdated(account.password_hash))
    return welcome(deps, await withNewHash(deps, account, credentials.password));

  return welcome(deps, account);
};

const welcome = async ({ sessions, logger }: Deps, account: AccountRow): Promise<SignedIn> => {
  const tokens = await sessions.open(account);
  logger.info({ event: 'logged_in', userId: account.id }, 'logged in');

  return { message: 'Welcome back', user: toUser(account), ...tokens };
};

/**
 * Returns the account with another hash of the password that was just right. One that is too long
 * once it is prepared keeps its old hash; so does the account when another login was faster.
 */
const withNewHash = async (
  { database, passwords }: Deps,
  account: AccountRow,
  password: string,
): Promise<AccountRow> => {
  if (passwords.isTooLong(password)) return account;
  const passwordHash = await passwords.hash(password);
  if (await renewPasswordHash(database, account, passwordHash))
    return { ...account, password_hash: passwordHash };
  const current = await findById(database, account.id);
  if (current === null || (await passwords.match(password, current.password_hash)) === null)
    throw credentialsRefused();

  return current;
};

const find = (
  database: Database,
  { email, username = '' }: Credentials,
): Promise<AccountRow | null> =>
  email === undefined ? findByUsername(database, username) : findByEmail(database, email);
