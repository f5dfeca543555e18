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
    const { role = found.role, isActive = found.is_active } = changes;
    if (role !== 'admin' || !isActive) await requireAnotherAdmin(client, found.id);
    if (role !== found.role) await setRole(client, { id: found.id, role });
    if (isActive !== found.is_active) await setActive(client, { id: found.id, isActive });
    if (role !== found.role || !isActive) await endSessionsOfUser(client, found.id);

    return toUser({ ...found, role, is_active: isActive });
  });
