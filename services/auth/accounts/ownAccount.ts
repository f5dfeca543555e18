import { randomBytes } from 'node:crypto';
import type { PasswordChange, User } from '../../../contracts/http/auth.js';
import { problem, type Principal } from '../../../platform/http/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Database, Queryable } from '../../../platform/postgres/index.js';
import { endSessionsOfUser } from '../sessions/revocation.js';
import { credentialsRefused } from '../sessions/sessions.js';
import { commonPassword, isCommonPassword } from './commonPasswords.js';
import { deletedAddress } from './deletedAddress.js';
import type { Passwords } from './passwords.js';
import { anonymise, findById, requireAnotherAdmin, renewPasswordHash, toUser } from './users.js';

/** What users do with their own account. */
export type OwnAccount = Readonly<{
  /**
   * Ends all sessions but the one of the request. Rejects with 401 INVALID_CREDENTIALS for a wrong
   * old password, 400 PASSWORD_TOO_COMMON.
   */
  changePassword: (principal: Principal, change: PasswordChange) => Promise<User>;
  /**
   * Takes everything personal out of the account, and ends all sessions. Its id stays, with the
   * orders. Rejects with 401 INVALID_CREDENTIALS for a wrong password, ACCOUNT_INACTIVE when that
   * was done before, 409 LAST_ADMIN.
   */
  remove: (principal: Principal, password: string) => Promise<void>;
}>;

type Deps = Readonly<{ database: Database; passwords: Passwords; logger: Logger }>;

export const createOwnAccount = (deps: Deps): OwnAccount => ({
  changePassword: (principal, change) => changePassword(deps, principal, change),
  remove: (principal, password) => remove(deps, principal, password),
});

const changePassword = async (
  deps: Deps,
  { userId, sessionId }: Principal,
  { oldPassword, newPassword }: PasswordChange,
): Promise<User> => {
  const { database, passwords, logger } = deps;
  const account = await findWithPassword(deps, userId, oldPassword);
  if (isCommonPassword(newPassword)) throw commonPassword('newPassword');
  const passwordHash = await passwords.hash(newPassword);
  await database.transaction(async (client) => {
    if (!(await renewPasswordHash(client, account, passwordHash))) throw credentialsRefused();
    await endSessionsOfUser(client, userId, sessionId);
  });
  logger.info({ event: 'password_changed', userId }, 'password changed');

  return toUser(account);
};

const remove = async (deps: Deps, { userId }: Principal, password: string): Promise<void> => {
  const { database, passwords, logger } = deps;
  const account = await findWithPassword(deps, userId, password);
  const passwordHash = await passwords.hash(randomBytes(24).toString('base64url'));
  const email = deletedAddress();
  await database.transaction(async (client) => {
    await requireAnotherAdmin(client, userId);
    const { password_hash: current } = await findActive(client, userId);
    if (current !== account.password_hash) throw credentialsRefused();
    await anonymise(client, { id: userId, email, passwordHash });
    await endSessionsOfUser(client, userId);
  });
  logger.info({ event: 'account_removed', userId }, 'account removed');
};

/** Throws 401 ACCOUNT_INACTIVE, 401 INVALID_CREDENTIALS for a wrong password. */
const findWithPassword = async (
  { database, passwords, logger }: Deps,
  userId: string,
  password: string,
) => {
  const account = await findActive(database, userId);
  if ((await passwords.match(password, account.password_hash)) === null) {
    logger.info({ event: 'password_refused', userId }, 'wrong password for the own account');
    throw credentialsRefused();
  }

  return account;
};

const findActive = async (database: Queryable, userId: string) => {
  const account = await findById(database, userId);
  if (!account?.is_active) throw problem(401, 'ACCOUNT_INACTIVE', 'The account is not active');

  return account;
};
