import { jittered, pause } from '../../platform/concurrency/index.js';
import { once } from '../../platform/process/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Database } from '../../platform/postgres/index.js';
import { ensureAdmin } from './operators/ensureAdmin.js';
import type { AuthConfig } from './config.js';
import type { Passwords } from './accounts/passwords.js';
import { forgetEndedSessions } from './sessions/revocation.js';
import { publishSigningKey } from './signingKeys/signingKey.js';

type Parts = Readonly<{
  config: AuthConfig;
  database: Database;
  passwords: Passwords;
  logger: Logger;
}>;

/** What must be in the database before anybody can sign in, tried until it is; afterwards the regular cleaning. */
export type Preparation = Readonly<{
  isDone: () => boolean;
  done: () => Promise<void>;
  stop: () => Promise<void>;
}>;

const cleanEveryMs = 600_000;

export const startPreparation = (parts: Parts): Preparation => {
  const stopping = new AbortController();
  let isDone = false;
  const working = (async () => {
    await untilItWorks(parts, () => prepare(parts), stopping.signal);
    isDone = true;
    await clean(parts, stopping.signal);
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

const prepare = async ({ config, ...parts }: Parts): Promise<void> => {
  await publishSigningKey(parts.database, config.signingKey);
  const { adminEmail: email, adminPassword: password } = config;
  if (email !== null && password !== null) await ensureAdmin(parts, { email, password });
};

const untilItWorks = async (
  { logger }: Parts,
  work: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  for (let attempt = 0; !signal.aborted; attempt += 1)
    try {
      await work();

      return;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      logger.warn({ reason, attempt }, 'cannot prepare yet');
      await pause(jittered(Math.min(100 * 2 ** attempt, 2000)), signal);
    }
};

const clean = async ({ database, logger }: Parts, signal: AbortSignal): Promise<void> => {
  while (!signal.aborted) {
    await forgetEndedSessions(database).catch((error: unknown) =>
      logger.warn({ err: error }, 'cannot clean up ended sessions'),
    );
    await pause(jittered(cleanEveryMs), signal);
  }
};
