import type { ConnectErrorCode, TokenExpired } from '../../../contracts/socket/index.js';
import type { SessionVerifier } from '../../../platform/identity/index.js';
import type { Logger } from '../../../platform/logging/index.js';
import type { ConnectedSockets } from './connectedSockets.js';
import { ConnectError, parseAuth, principalOf } from './handshake.js';
import { limitMessages } from './messageLimit.js';
import type { NotificationPush } from './pushNotifications.js';
import { serveWatch, type ServeWatch } from './serveWatch.js';
import type { SocketServer, UserSocket } from './socketServer.js';

type Deps = Readonly<{
  io: SocketServer;
  verifier: SessionVerifier;
  sockets: ConnectedSockets;
  push: NotificationPush;
  currentCursor: (userId: string) => Promise<number>;
  watch: ServeWatch;
  logger: Logger;
}>;

const socketsPerUser = 10;

/** Who may connect, what a connected socket may send, and when it is disconnected. */
export const acceptConnections = (deps: Deps): void => {
  const { io, verifier, sockets } = deps;
  io.use((socket, next) => {
    admit(socket, deps).then(
      () => next(),
      (error: unknown) => next(error instanceof Error ? error : new ConnectError('UNAVAILABLE')),
    );
  });
  io.on('connection', (socket) => onConnection(socket, deps));
  verifier.onRevoked((sessionId) => {
    for (const socket of sockets.ofSession(sessionId)) expire(socket, 'SESSION_REVOKED');
  });
};

const admit = async (
  socket: UserSocket,
  { verifier, sockets, currentCursor, logger }: Deps,
): Promise<void> => {
  const { token, cursor } = parseAuth(socket.handshake.auth);
  const principal = principalOf(verifier, token);
  if (sockets.ofUser(principal.userId).length >= socketsPerUser)
    throw new ConnectError('TOO_MANY_SOCKETS');
  socket.data.principal = principal;
  try {
    // read before the client is connected: whatever it orders then comes after this cursor
    socket.data.sent = cursor ?? (await currentCursor(principal.userId));
  } catch (error) {
    logger.warn({ err: error }, 'last cursor cannot be read');
    throw new ConnectError('UNAVAILABLE');
  }
};

const onConnection = (socket: UserSocket, deps: Deps): void => {
  const { verifier, sockets, push } = deps;
  const { principal } = socket.data;
  try {
    // the session may have ended, or others have connected, while the cursor was read
    principalOf(verifier, parseAuth(socket.handshake.auth).token);
  } catch (error) {
    expire(socket, isCode(error, 'TOKEN_EXPIRED') ? 'TOKEN_EXPIRED' : 'SESSION_REVOKED');

    return;
  }
  if (sockets.ofUser(principal.userId).length >= socketsPerUser) {
    socket.disconnect(true);

    return;
  }
  register(socket, sockets);
  void socket.join(`user:${principal.userId}`);
  socket.emit('cursor', { cursor: socket.data.sent });
  limitMessages(socket);
  serveWatch(socket, deps.watch);
  push.pushPending([principal.userId]);
};

const isCode = (error: unknown, code: ConnectErrorCode): boolean =>
  error instanceof ConnectError && error.data.code === code;

const register = (socket: UserSocket, sockets: ConnectedSockets): void => {
  sockets.add(socket);
  const expiry = setTimeout(
    () => expire(socket, 'TOKEN_EXPIRED'),
    socket.data.principal.expiresAt.getTime() - Date.now(),
  );
  socket.on('disconnect', () => {
    clearTimeout(expiry);
    sockets.remove(socket);
  });
  socket.data.waiting = 0;
  socket.conn.on('drain', () => {
    socket.data.waiting = 0;
  });
};

/** The client gets the reason and does not reconnect by itself: it needs another token. */
const expire = (socket: UserSocket, code: TokenExpired['code']): void => {
  socket.emit('token_expired', { code });
  socket.disconnect(true);
};
