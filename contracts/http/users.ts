import { z } from 'zod';
import { user } from './auth.js';
import { pageOf, paging } from './fields.js';
import { searchText } from './text.js';

const role = z.enum(['customer', 'admin']);

/** GET `/api/users`, newest first. `search` is a part of the e-mail address. */
export const listUsersQuery = z.strictObject({
  ...paging,
  search: searchText(254).optional(),
  role: role.optional(),
  status: z.enum(['active', 'locked']).optional(),
});

/** PATCH `/api/users/:id`: absent fields stay as they are. */
export const changeUserRequest = z
  .strictObject({ role: role.optional(), isActive: z.boolean().optional() })
  .refine((changes) => Object.keys(changes).length > 0, 'Name at least one field to change');

export const userList = z.strictObject({ users: z.array(user), ...pageOf });

export type ChangeUserRequest = z.infer<typeof changeUserRequest>;
export type ListUsersQuery = z.output<typeof listUsersQuery>;
