import type { Router } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { changeUserRequest, listUsersQuery } from '../../../contracts/http/users.js';
import {
  parseBody,
  parseParams,
  parseQuery,
  problem,
  requireAdmin,
} from '../../../platform/http/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import { isDeleted } from '../accounts/deletedAddress.js';
import { findUserPage } from '../accounts/userPage.js';
import { findById, toUser } from '../accounts/users.js';
import { changeAccount } from './changeAccount.js';

type Deps = Readonly<{ database: Database; logger: Logger }>;

/** `/api/users`: what admins see of accounts and do with them. */
export const userRoutes =
  ({ database, logger }: Deps) =>
  (router: Router): void => {
    router.get('/api/users', async (request, response) => {
      requireAdmin(request);
      const query = parseQuery(listUsersQuery, request);
      const { users, total } = await findUserPage(database, query);
      response.json({ users, page: query.page, limit: query.limit, total });
    });
    router.get('/api/users/:id', async (request, response) => {
      requireAdmin(request);
      const { id } = parseParams(idParams, request);
      const account = await findById(database, id);
      if (account === null || isDeleted(account)) throw userNotFound();
      response.json(toUser(account));
    });
    router.patch('/api/users/:id', async (request, response) => {
      const { userId: adminId } = requireAdmin(request);
      const { id } = parseParams(idParams, request);
      const changes = parseBody(changeUserRequest, request);
      const user = await changeAccount(database, {
        find: (client) => findById(client, id),
        changes,
      });
      if (user === null) throw userNotFound();
      logger.info({ event: 'account_changed', userId: id, adminId, ...changes }, 'account changed');
      response.json({ message: 'The account is changed', user });
    });
  };

const userNotFound = () => problem(404, 'USER_NOT_FOUND', 'There is no such user');
