import { coalesce, jittered, pause } from '../../../platform/concurrency/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { Queryable } from '../../../platform/postgres/index.js';
import { publishSigningKey } from './publishedKeys.js';
import type { SigningKey } from './signingKey.js';

/** A published key counts for a limited time; whoever signs with it keeps it published. */
export type KeyLease = Readonly<{
  /**
   * Resolves to the key once all services accept what it signs: publishes it first when that was
   * not done lately. Rejects when that fails.
   */
  keyToSignWith: () => Promise<SigningKey>;
  /** Publishes the key regularly until `signal` aborts, also while nobody signs in. */
  keepRenewing: (signal: AbortSignal) => Promise<void>;
}>;

type Deps = Readonly<{
  database: Queryable;
  signingKey: SigningKey;
  logger: Logger;
  renewEveryMs?: number;
}>;

const defaultRenewEveryMs = 300_000;

/** Services read the keys every second, also when a notification is lost. */
const untilKnownMs = 2_000;

export const createKeyLease = (deps: Deps): KeyLease => {
  const { database, signingKey, logger, renewEveryMs = defaultRenewEveryMs } = deps;
  // by the wall clock, as the end of the key in the database: a machine may have slept for hours
  let overdueAt = new Date(0);

  const renew = coalesce(async () => {
    const { wasKnown, othersInUse } = await publishSigningKey(database, signingKey);
    // the first key of all has no predecessor whose users could be refused
    if (!wasKnown && othersInUse) await pause(untilKnownMs);
    overdueAt = new Date(Date.now() + 2 * renewEveryMs);
  });

  return {
    keyToSignWith: async () => {
      if (overdueAt.getTime() <= Date.now()) await renew();

      return signingKey;
    },
    keepRenewing: async (signal) => {
      const isDueAgain = async () => {
        await pause(jittered(renewEveryMs), signal);

        return !signal.aborted;
      };
      while (await isDueAgain())
        await renew().catch((error: unknown) =>
          logger.warn({ err: error }, 'cannot renew the signing key'),
        );
    },
  };
};
