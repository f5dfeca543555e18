import { randomUUID } from 'node:crypto';
import { logInName } from '../../../contracts/text/logInName.js';
import type { User } from '../../../contracts/http/auth.js';
import { problem, type Role } from '../../../platform/http/index.js';
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

/** Throws a unique violation of an index on `email` or `username`. */
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

export const findById = async (database: Queryable, id: string): Promise<AccountRow | null> =>
  (await database.query<AccountRow>('SELECT * FROM auth.users WHERE id = $1', [id]))[0] ?? null;

const findBy = (column: 'email' | 'username') => {
  const text = `SELECT * FROM auth.users WHERE lower(${column}::text COLLATE "C") = $1`;

  return async (database: Queryable, name: string): Promise<AccountRow | null> =>
    (await database.query<AccountRow>(text, [logInName(name)]))[0] ?? null;
};

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
 * Stores another hash, unless the password has been changed since the account was read. Returns
 * whether it was stored.
 */
export const renewPasswordHash = async (
  database: Queryable,
  { id, password_hash: known }: Pick<AccountRow, 'id' | 'password_hash'>,
  passwordHash: string,
): Promise<boolean> => {
  const rows = await database.query(
    `UPDATE auth.users SET password_hash = $2, updated_at = now()
     WHERE id = $1 AND password_hash = $3 RETURNING id`,
    [id, passwordHash, known],
  );

  return rows.length > 0;
};

/**
 * Throws 409 LAST_ADMIN when nobody else could administer the shop. Within a transaction: two
 * admins who leave at once wait for each other.
 */
export const requireAnotherAdmin = async (client: Queryable, id: string): Promise<void> => {
  const admins = await client.query<{ id: string }>(
    `SELECT id FROM auth.users WHERE role = 'admin' AND is_active ORDER BY id FOR UPDATE`,
  );
  if (admins.length === 1 && admins[0]?.id === id)
    throw problem(409, 'LAST_ADMIN', 'Make somebody else an admin before');
};

/** Takes everything personal out of an account, and locks it. `email` stands in for the address. */
export const anonymise = async (
  client: Queryable,
  { id, email, passwordHash }: Readonly<{ id: string; email: string; passwordHash: string }>,
): Promise<void> => {
  await client.query(
    `UPDATE auth.users SET email = $2, password_hash = $3, username = NULL, first_name = NULL,
       last_name = NULL, role = 'customer', is_active = false, updated_at = now()
     WHERE id = $1`,
    [id, email, passwordHash],
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
