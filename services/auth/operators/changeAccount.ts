import type { User } from '../../../contracts/http/auth.js';
import type { ChangeUserRequest } from '../../../contracts/http/users.js';
import type { Database, Queryable } from '../../../platform/postgres/index.js';
import { isDeleted } from '../accounts/deletedAddress.js';
import {
  type AccountRow,
  requireAnotherAdmin,
  setActive,
  setRole,
  toUser,
} from '../accounts/users.js';
import { endSessionsOfUser } from '../sessions/revocation.js';

export type AccountChange = ChangeUserRequest;

type Change = Readonly<{
  find: (client: Queryable) => Promise<AccountRow | null>;
  changes: AccountChange;
}>;

/**
 * Locks, unlocks, promotes or demotes. Whoever is locked or gets another role loses all sessions,
 * whose tokens still say what was. Returns null where there is no account, or a deleted one. Throws
 * 409 LAST_ADMIN when nobody else could administer the shop.
 */
export const changeAccount = (
  database: Database,
  { find, changes }: Change,
): Promise<User | null> =>
  database.transaction(async (client) => {
    const found = await find(client);
    if (found === null || isDeleted(found)) return null;
    const changed = applyChanges(found, changes);
    if (!isActiveAdmin(changed)) await requireAnotherAdmin(client, found.id);
    await setRole(client, changed);
    await setActive(client, { id: found.id, isActive: changed.is_active });
    if (changed.role !== found.role || !changed.is_active)
      await endSessionsOfUser(client, found.id);

    return toUser(changed);
  });

const applyChanges = (account: AccountRow, { role, isActive }: AccountChange): AccountRow => ({
  ...account,
  role: role ?? account.role,
  is_active: isActive ?? account.is_active,
});

const isActiveAdmin = ({ role, is_active: isActive }: AccountRow): boolean =>
  role === 'admin' && isActive;
