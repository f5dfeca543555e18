import { user, userChanged } from '../../http/auth.js';
import { idParams } from '../../http/fields.js';
import { changeUserRequest, listUsersQuery, userList } from '../../http/users.js';
import type { Operation, OperationOf } from '../operation.js';

const operations: readonly OperationOf<'access' | 'service'>[] = [
  {
    method: 'get',
    path: '/api/users',
    id: 'listUsers',
    summary: 'Users, newest first',
    description: 'Accounts that their users have deleted are not among them.',
    query: listUsersQuery,
    answers: { 200: { description: 'A page of users', schema: userList } },
  },
  {
    method: 'get',
    path: '/api/users/{id}',
    id: 'getUser',
    summary: 'One user',
    params: idParams,
    answers: { 200: { description: 'The user', schema: user } },
    codes: ['USER_NOT_FOUND'],
  },
  {
    method: 'patch',
    path: '/api/users/{id}',
    id: 'changeUser',
    summary: 'Lock, unlock, promote or demote a user',
    description:
      'Whoever is locked, or gets another role, is signed out everywhere within 2 s. The last admin who can log in stays one.',
    params: idParams,
    body: changeUserRequest,
    example: { isActive: false },
    answers: { 200: { description: 'The user as it is now', schema: userChanged } },
    codes: ['USER_NOT_FOUND', 'LAST_ADMIN'],
  },
];

/** What admins do with accounts. */
export const userOperations: readonly Operation[] = operations.map((operation) => ({
  ...operation,
  access: 'admin',
  service: 'auth',
}));
