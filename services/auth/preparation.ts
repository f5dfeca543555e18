import { createBackoff } from '../../platform/concurrency/index.js';
import { once } from '../../platform/process/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Database } from '../../platform/postgres/index.js';
import { ensureAdmin } from './operators/ensureAdmin.js';
import type { AuthConfig } from './config.js';
import type { Passwords } from './accounts/passwords.js';
import type { KeyLease } from './signingKeys/keyLease.js';

type Deps = Readonly<{
  config: AuthConfig;
  database: Database;
  passwords: Passwords;
  keyLease: KeyLease;
  logger: Logger;
}>;

/**
 * Writes what sign-in needs to the database, retried until it is there; afterwards renews
 * the signing key.
 */
type Preparation = Readonly<{
  isDone: () => boolean;
  done: () => Promise<void>;
  stop: () => Promise<void>;
}>;

export const startPreparation = (deps: Deps): Preparation => {
  const stopping = new AbortController();
  let isDone = false;
  const working = (async () => {
    await untilItWorks(deps, () => prepare(deps), stopping.signal);
    isDone = true;
    await deps.keyLease.keepRenewing(stopping.signal);
  })();

  return {
    isDone: () => isDone,
    done: () => (isDone ? Promise.resolve() : Promise.reject(new Error('Not prepared yet'))),
    stop: once(async () => {
      stopping.abort();
      await working;
    }),
  };
};

const prepare = async ({ config, ...deps }: Deps): Promise<void> => {
  await deps.keyLease.keyToSignWith();
  const { adminEmail: email, adminPassword: password } = config;
  if (email !== null && password !== null) await ensureAdmin(deps, { email, password });
};

const untilItWorks = async (
  { logger }: Deps,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  const backoff = createBackoff({ minMs: 100, maxMs: 2000 });
  for (let attempt = 0; !signal.aborted; attempt += 1)
    try {
      await work();

      return;
    } catch (error) {
      logger.warn({ err: error, attempt }, 'cannot prepare yet');
      await backoff.wait(signal);
    }
};
