import type { User } from '../../../contracts/http/auth.js';
import type { ListUsersQuery } from '../../../contracts/http/users.js';
import { logInName } from '../../../contracts/text/logInName.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { deletedDomain } from './deletedAddress.js';
import { type AccountRow, toUser } from './users.js';

export type UserPage = Readonly<{ users: readonly User[]; total: number }>;

const matching = `FROM auth.users WHERE right(email::text, $1) <> $2
  AND ($3::text IS NULL OR position($3 IN lower(email::text COLLATE "C")) > 0)
  AND ($4::text IS NULL OR role = $4) AND ($5::boolean IS NULL OR is_active = $5)`;

/** Newest first, without the accounts that their users have deleted. Pages count from 1. */
export const findUserPage = async (
  database: Queryable,
  { page, limit, search, role, status }: ListUsersQuery,
): Promise<UserPage> => {
  const filter = [
    deletedDomain.length,
    deletedDomain,
    search === undefined ? null : logInName(search),
    role ?? null,
    status === undefined ? null : status === 'active',
  ];
  const [rows, [count]] = await Promise.all([
    database.query<AccountRow>(
      `SELECT * ${matching} ORDER BY created_at DESC, id LIMIT $6 OFFSET $7`,
      [...filter, limit, (page - 1) * limit],
    ),
    database.query<{ total: number }>(`SELECT count(*) AS total ${matching}`, filter),
  ]);

  return { users: rows.map(toUser), total: count?.total ?? 0 };
};
