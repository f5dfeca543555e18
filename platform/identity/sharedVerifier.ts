import { EventEmitter } from 'node:events';
import { createLru, type Lru } from '../concurrency/index.js';
import { tokenRefused, unavailable, type Principal, type TokenVerifier } from '../http/index.js';
import { once } from '../process/index.js';
import type { Logger } from '../logging/index.js';
import { connectDatabase, listen } from '../postgres/index.js';
import { authChanged } from './claims.js';
import {
  createKeyAndRevocationCache,
  type KeyAndRevocationCache,
} from './keyAndRevocationCache.js';
import { createRefresher } from './refresher.js';
import { verifyToken } from './verifyToken.js';

export type SessionVerifier = TokenVerifier &
  Readonly<{
    /**
     * Calls the listener once for every session that ends before its tokens do; returns the
     * unsubscribe function.
     */
    onRevoked: (listener: (sessionId: string) => void) => () => void;
    /** Resolves once the keys are known. */
    ready: () => Promise<void>;
    stop: () => Promise<void>;
  }>;

/** Verified tokens that are kept; twice as many at most. */
const cachedTokens = 10_000;

/** The keys and ended sessions of one database, on a connection of its own. */
export const openSharedVerifier = (url: string, logger: Logger): SessionVerifier => {
  const database = connectDatabase({ url, logger, max: 1 });
  const events = new EventEmitter().setMaxListeners(0);
  const verified = createLru<string, Principal>({ size: cachedTokens });
  const cache = createKeyAndRevocationCache(database, {
    onRevoked: (sessionId) => events.emit('revoked', sessionId),
    onKeyRetired: verified.clear,
  });
  const refresher = createRefresher(cache.refresh, logger);
  const listener = listen({
    url,
    channels: [authChanged],
    onNotification: () => refresher.refresh({ fully: false }),
    onReconnect: () => refresher.refresh({ fully: true }),
    logger,
  });

  return {
    verify: createVerify({ cache, verified, isReady: refresher.isReady }),
    onRevoked: (notify) => {
      events.on('revoked', notify);

      return () => events.off('revoked', notify);
    },
    ready: refresher.ready,
    stop: once(async () => {
      refresher.stop();
      await listener.stop();
      await database.stop();
    }),
  };
};

type VerifyDeps = Readonly<{
  cache: KeyAndRevocationCache;
  /** Tokens whose signature has been checked. */
  verified: Lru<string, Principal>;
  isReady: () => boolean;
}>;

const createVerify =
  ({ cache, verified, isReady }: VerifyDeps) =>
  (token: string): Principal => {
    if (!isReady()) throw unavailable('NOT_READY', 'The keys of access tokens are not known yet');
    const known = verified.get(token);
    const principal = known ?? verifyToken(token, cache.keys);
    if (principal.expiresAt.getTime() <= Date.now()) {
      verified.delete(token);
      throw tokenRefused('TOKEN_EXPIRED');
    }
    if (cache.isRevoked(principal.sessionId)) throw tokenRefused('SESSION_REVOKED');
    if (known === undefined) verified.set(token, principal);

    return principal;
  };
