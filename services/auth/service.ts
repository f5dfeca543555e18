import { createHttpApp, startHttpServer } from '../../platform/http/index.js';
import { createTokenVerifier } from '../../platform/identity/index.js';
import { once, type Running } from '../../platform/process/index.js';
import { createLogger, type Logger } from '../../platform/logging/index.js';
import { createMetrics, type Metrics } from '../../platform/metrics/index.js';
import { connectDatabase, type Database } from '../../platform/postgres/index.js';
import { startRetention } from '../../platform/retention/index.js';
import { createAccounts } from './accounts/accounts.js';
import type { AuthConfig } from './config.js';
import { createOwnAccount } from './accounts/ownAccount.js';
import { createPasswords } from './accounts/passwords.js';
import { startPreparation } from './preparation.js';
import { authRoutes } from './routes.js';
import { endedRevocations } from './sessions/endedRevocations.js';
import { endedSessions } from './sessions/endedSessions.js';
import { createSessions } from './sessions/sessions.js';
import { endedKeys } from './signingKeys/endedKeys.js';
import { createKeyLease } from './signingKeys/keyLease.js';

const service = 'auth';

const cleanEveryMs = 600_000;

/** Accounts, sessions, and the keys that every service verifies their tokens with. */
export const startAuth = async (config: AuthConfig): Promise<Running> => {
  const logger = createLogger({ name: service, level: config.logLevel });
  const metrics = createMetrics({ service });
  const database = connectDatabase({ url: config.databaseUrl, logger, metrics });
  const identity = createTokenVerifier({ url: database.url, logger });
  const passwords = createPasswords(config.bcryptCost);
  const keyLease = createKeyLease({ ...config, database, logger });
  const sessions = createSessions({ ...config, ...keyLease, database, logger });
  const accounts = createAccounts({ database, passwords, sessions, logger });
  const ownAccount = createOwnAccount({ database, passwords, logger });
  const preparation = startPreparation({ config, database, passwords, keyLease, logger });

  const retention = cleanUp({ database, logger, metrics });

  const app = createHttpApp({
    service,
    logger,
    metrics,
    operationsAllow: config.operationsAllow,
    readiness: { database: database.ping, keys: identity.ready, admin: preparation.done },
    identity,
    routes: authRoutes({
      database,
      logger,
      accounts,
      ownAccount,
      sessions,
      isPrepared: preparation.isDone,
    }),
  });
  const server = await startHttpServer({ handler: app, ...config });

  return {
    url: server.url,
    stop: once(async () => {
      await server.stop();
      await Promise.all([preparation.stop(), retention.stop()]);
      await identity.stop();
      await database.stop();
    }),
  };
};

const cleanUp = (
  deps: Readonly<{ database: Database; logger: Logger; metrics: Metrics }>,
): Pick<Running, 'stop'> =>
  startRetention({
    ...deps,
    url: deps.database.url,
    tasks: [endedSessions, endedRevocations, endedKeys].map((task) => task(deps.database)),
    everyMs: cleanEveryMs,
  });
