import { once } from '../process/index.js';
import type { Logger } from '../logging/index.js';
import { openSharedVerifier, type SessionVerifier } from './sharedVerifier.js';

type Shared = Readonly<{ verifier: SessionVerifier; users: Set<object> }>;

const sharedVerifiers = new Map<string, Shared>();

/**
 * Verifies access tokens from memory. Keys and ended sessions come from Postgres: on NOTIFY, after
 * a reconnect and every second. While Postgres is away, what is known stays in force. All services
 * of one process share what is known, and the tokens that were verified.
 */
export const createTokenVerifier = ({
  url,
  logger,
}: Readonly<{ url: string; logger: Logger }>): SessionVerifier => {
  const shared = sharedVerifiers.get(url) ?? {
    verifier: openSharedVerifier(url, logger),
    users: new Set(),
  };
  sharedVerifiers.set(url, shared);
  const user = {};
  const subscriptions = new Set<() => void>();
  shared.users.add(user);

  return {
    ...shared.verifier,
    onRevoked: (notify) => {
      const end = shared.verifier.onRevoked(notify);
      subscriptions.add(end);

      return end;
    },
    stop: once(async () => {
      for (const end of subscriptions) end();
      shared.users.delete(user);
      if (shared.users.size > 0) return;
      sharedVerifiers.delete(url);
      await shared.verifier.stop();
    }),
  };
};
