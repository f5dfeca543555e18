import { randomUUID } from 'node:crypto';
import type { User } from '../../../contracts/http/auth.js';
import type { Role } from '../../../platform/http/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';

/** A row of `auth.users`. */
export type AccountRow = Readonly<{
  id: string;
  email: string;
  username: string | null;
  password_hash: string;
  role: Role;
  is_active: boolean;
  first_name: string | null;
  last_name: string | null;
  created_at: Date;
}>;

type NewAccount = Readonly<{
  email: string;
  passwordHash: string;
  username?: string | undefined;
  firstName?: string | undefined;
  lastName?: string | undefined;
  role?: Role;
}>;

/** Throws a unique violation of `users_email_key` or `users_username_key`. */
export const insertAccount = async (
  database: Queryable,
  account: NewAccount,
): Promise<AccountRow> => {
  const { email, passwordHash, username, firstName, lastName, role = 'customer' } = account;
  const [row] = await database.query<AccountRow>(
    `INSERT INTO auth.users (id, email, username, password_hash, role, first_name, last_name)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING *`,
    [
      randomUUID(),
      email,
      username ?? null,
      passwordHash,
      role,
      firstName ?? null,
      lastName ?? null,
    ],
  );
  if (row === undefined) throw new Error('An inserted user was not returned');

  return row;
};

const findBy = (column: 'id' | 'email' | 'username') => {
  const text = `SELECT * FROM auth.users WHERE ${column} = $1`;

  return async (database: Queryable, value: string): Promise<AccountRow | null> =>
    (await database.query<AccountRow>(text, [value]))[0] ?? null;
};

export const findById = findBy('id');
export const findByEmail = findBy('email');
export const findByUsername = findBy('username');

export const setPasswordHash = async (
  database: Queryable,
  { id, passwordHash }: Readonly<{ id: string; passwordHash: string }>,
): Promise<void> => {
  await database.query(
    'UPDATE auth.users SET password_hash = $2, updated_at = now() WHERE id = $1',
    [id, passwordHash],
  );
};

/**
 * Stores another hash of the same password, unless it has been changed since the account was read.
 */
export const renewPasswordHash = async (
  database: Queryable,
  { id, password_hash: known }: AccountRow,
  passwordHash: string,
): Promise<void> => {
  await database.query(
    `UPDATE auth.users SET password_hash = $2, updated_at = now()
     WHERE id = $1 AND password_hash = $3`,
    [id, passwordHash, known],
  );
};

export const setRole = async (
  database: Queryable,
  { id, role }: Readonly<{ id: string; role: Role }>,
): Promise<void> => {
  await database.query('UPDATE auth.users SET role = $2, updated_at = now() WHERE id = $1', [
    id,
    role,
  ]);
};

export const setActive = async (
  database: Queryable,
  { id, isActive }: Readonly<{ id: string; isActive: boolean }>,
): Promise<void> => {
  await database.query('UPDATE auth.users SET is_active = $2, updated_at = now() WHERE id = $1', [
    id,
    isActive,
  ]);
};

/** Returns what clients may see of a user. */
export const toUser = (account: AccountRow): User => ({
  id: account.id,
  email: account.email,
  username: account.username,
  firstName: account.first_name,
  lastName: account.last_name,
  role: account.role,
  isActive: account.is_active,
  createdAt: account.created_at.toISOString(),
});
