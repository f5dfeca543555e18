import type { Router } from 'express';
import { accountRemoval, passwordChange } from '../../contracts/http/auth.js';
import { parseBody, requireUser, unavailable } from '../../platform/http/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Database } from '../../platform/postgres/index.js';
import type { Accounts } from './accounts/accounts.js';
import type { OwnAccount } from './accounts/ownAccount.js';
import { userRoutes } from './operators/userRoutes.js';
import { sessionRoutes } from './sessions/sessionRoutes.js';
import type { Sessions } from './sessions/sessions.js';
import { readKeySet } from './signingKeys/publishedKeys.js';

type Deps = Readonly<{
  database: Database;
  logger: Logger;
  accounts: Accounts;
  ownAccount: OwnAccount;
  sessions: Sessions;
  /** Whether the signing key is published to the other services. */
  isPrepared: () => boolean;
}>;

export const authRoutes =
  ({ database, logger, accounts, ownAccount, sessions, isPrepared }: Deps) =>
  (router: Router): void => {
    router.use((_request, _response, next) => {
      if (!isPrepared()) throw unavailable('NOT_READY', 'The service is still starting');
      next();
    });
    sessionRoutes({ accounts, sessions })(router);
    ownAccountRoutes({ accounts, ownAccount })(router);
    userRoutes({ database, logger })(router);
    router.get('/api/auth/.well-known/jwks.json', async (_request, response) => {
      response.setHeader('Cache-Control', 'public, max-age=60');
      response.json(await readKeySet(database));
    });
  };

const ownAccountRoutes =
  ({ accounts, ownAccount }: Pick<Deps, 'accounts' | 'ownAccount'>) =>
  (router: Router): void => {
    router.get(['/api/auth/me', '/api/profile'], async (request, response) => {
      response.json(await accounts.current(requireUser(request).userId));
    });
    router.delete(['/api/auth/me', '/api/profile'], async (request, response) => {
      const principal = requireUser(request);
      const { password } = parseBody(accountRemoval, request);
      await ownAccount.remove(principal, password);
      response.status(204).end();
    });
    router.post('/api/auth/password', async (request, response) => {
      const principal = requireUser(request);
      const change = parseBody(passwordChange, request);
      const user = await ownAccount.changePassword(principal, change);
      response.json({ message: 'Password changed', user });
    });
  };
