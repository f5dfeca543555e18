import type { ConnectErrorCode, TokenExpired } from '../../../contracts/socket/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { SessionVerifier } from '../../../platform/identity/index.js';
import { ConnectError, parseAuth, principalOf } from './handshake.js';
import type { Push } from './push.js';
import type { SocketServer, UserSocket } from './socketServer.js';
import type { Sessions } from './connectedSockets.js';

type Means = Readonly<{
  io: SocketServer;
  verifier: SessionVerifier;
  sessions: Sessions;
  push: Push;
  currentCursor: (userId: string) => Promise<number>;
  watch: (socket: UserSocket, request: unknown) => unknown;
  logger: Logger;
}>;

const socketsPerUser = 10;
const messagesPerSecond = 20;

/** Who may connect, what a connected socket may say, and when it ends. */
export const acceptConnections = (means: Means): void => {
  const { io, verifier, sessions } = means;
  io.use((socket, next) => {
    admit(socket, means).then(
      () => next(),
      (error: unknown) => next(error instanceof Error ? error : new ConnectError('UNAVAILABLE')),
    );
  });
  io.on('connection', (socket) => welcome(socket, means));
  verifier.onRevoked((sessionId) => {
    for (const socket of sessions.ofSession(sessionId)) end(socket, 'SESSION_REVOKED');
  });
};

const admit = async (
  socket: UserSocket,
  { verifier, sessions, currentCursor, logger }: Means,
): Promise<void> => {
  const { token, cursor } = parseAuth(socket.handshake.auth);
  const principal = principalOf(verifier, token);
  if (sessions.of(principal.userId).length >= socketsPerUser)
    throw new ConnectError('TOO_MANY_SOCKETS');
  socket.data.principal = principal;
  try {
    // "now" is before the client hears that it is connected: whatever it orders then comes after
    socket.data.sent = cursor ?? (await currentCursor(principal.userId));
  } catch (error) {
    logger.warn({ err: error }, 'the last cursor cannot be read');
    throw new ConnectError('UNAVAILABLE');
  }
};

const welcome = (socket: UserSocket, { verifier, sessions, push, watch }: Means): void => {
  const { principal } = socket.data;
  try {
    // the session may have ended, or others have connected, while "now" was looked up
    principalOf(verifier, parseAuth(socket.handshake.auth).token);
  } catch (error) {
    end(socket, isCode(error, 'TOKEN_EXPIRED') ? 'TOKEN_EXPIRED' : 'SESSION_REVOKED');

    return;
  }
  if (sessions.of(principal.userId).length >= socketsPerUser) {
    socket.disconnect(true);

    return;
  }
  sessions.add(socket);
  const expiry = setTimeout(
    () => end(socket, 'TOKEN_EXPIRED'),
    principal.expiresAt.getTime() - Date.now(),
  );
  socket.on('disconnect', () => {
    clearTimeout(expiry);
    sessions.remove(socket);
  });
  socket.data.waiting = 0;
  socket.conn.on('drain', () => {
    socket.data.waiting = 0;
  });
  void socket.join(`user:${principal.userId}`);
  limitMessages(socket);
  socket.on('watch', (request, answer) => {
    const outcome = watch(socket, request);
    if (typeof answer === 'function') (answer as (outcome: unknown) => void)(outcome);
  });
  push.look([principal.userId]);
};

const isCode = (error: unknown, code: ConnectErrorCode): boolean =>
  error instanceof ConnectError && error.data.code === code;

/** The client is told why, and does not come back by itself: it needs another token. */
const end = (socket: UserSocket, code: TokenExpired['code']): void => {
  socket.emit('token_expired', { code });
  socket.disconnect(true);
};

const limitMessages = (socket: UserSocket): void => {
  let second = 0;
  let count = 0;
  socket.onAny(() => {
    const now = Math.floor(performance.now() / 1000);
    count = now === second ? count + 1 : 1;
    second = now;
    if (count > messagesPerSecond) socket.disconnect(true);
  });
};
