import { EventEmitter } from 'node:events';
import { tokenRefused, unavailable, type Principal, type TokenVerifier } from '../http/index.js';
import { once } from '../process/index.js';
import type { Logger } from '../logging/index.js';
import { listen, type Database } from '../postgres/index.js';
import { authChanged } from './claims.js';
import { createKnowledge, type Knowledge } from './keyAndRevocationCache.js';
import { createRefresher } from './refresher.js';
import { verifyToken } from './verifyToken.js';

export type SessionVerifier = TokenVerifier &
  Readonly<{
    /** Calls the listener once for every session that ends before its tokens do; returns how to stop that. */
    onRevoked: (listener: (sessionId: string) => void) => () => void;
    /** Resolves once the keys are known. */
    ready: () => Promise<void>;
    stop: () => Promise<void>;
  }>;

const cachedTokens = 20_000;

/**
 * Verifies access tokens from memory. Keys and ended sessions come from Postgres: on NOTIFY, after a reconnect and
 * every second. While Postgres is away, what is known stays in force.
 */
export const createTokenVerifier = ({
  database,
  logger,
}: Readonly<{ database: Database; logger: Logger }>): SessionVerifier => {
  const events = new EventEmitter().setMaxListeners(0);
  const verified = new Map<string, Principal>();
  const knowledge = createKnowledge(database, {
    onRevoked: (sessionId) => events.emit('revoked', sessionId),
    onKeyRetired: () => verified.clear(),
  });
  const refresher = createRefresher(knowledge.refresh, logger);
  const listener = listen({
    url: database.url,
    channels: [authChanged],
    onNotification: () => refresher.refresh({ fully: false }),
    onReconnect: () => refresher.refresh({ fully: true }),
    logger,
  });

  return {
    verify: createVerify({ knowledge, verified, isReady: refresher.isReady }),
    onRevoked: (notify) => {
      events.on('revoked', notify);

      return () => events.off('revoked', notify);
    },
    ready: refresher.ready,
    stop: once(async () => {
      refresher.stop();
      await listener.stop();
    }),
  };
};

type Known = Readonly<{
  knowledge: Knowledge;
  /** Tokens whose signature was checked before. */
  verified: Map<string, Principal>;
  isReady: () => boolean;
}>;

const createVerify =
  ({ knowledge, verified, isReady }: Known) =>
  (token: string): Principal => {
    if (!isReady()) throw unavailable('NOT_READY', 'The keys of access tokens are not known yet');
    const principal = verified.get(token) ?? verifyToken(token, knowledge.keys);
    if (principal.expiresAt.getTime() <= Date.now()) {
      verified.delete(token);
      throw tokenRefused('TOKEN_EXPIRED');
    }
    if (knowledge.isRevoked(principal.sessionId)) throw tokenRefused('SESSION_REVOKED');
    remember(verified, token, principal);

    return principal;
  };

const remember = (verified: Map<string, Principal>, token: string, principal: Principal): void => {
  if (verified.has(token)) return;
  const [oldest] = verified.size < cachedTokens ? [] : verified.keys();
  if (oldest !== undefined) verified.delete(oldest);
  verified.set(token, principal);
};
