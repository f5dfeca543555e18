import { io, type Socket } from 'socket.io-client';
import type { Session } from './session/session.js';
import type { OrderUpdate } from './types.js';

type Deps = Readonly<{ origin: string; session: Session }>;

const catalogue = '/catalogue';
const comeBackMs = 1_000;

const options = {
  // a new connection per user: what one may see, the next may not
  forceNew: true,
  transports: ['websocket', 'polling'],
  reconnectionDelay: 500,
  reconnectionDelayMax: 5_000,
};

/** As somebody without an account. */
export const visit = (origin: string): Socket => io(origin + catalogue, options);

/** As the user. From the last cursor on, nothing is missed and nothing repeated. */
export const enter = ({ origin, session }: Deps, emit: (update: OrderUpdate) => void): Socket => {
  let cursor: number | null = null;
  let refused: string | null = null;
  const socket = io(`${origin}/`, {
    ...options,
    auth: (give) => {
      const token = refused === null ? session.accessToken() : session.renew(refused);
      token.then(
        (current) => give({ token: current ?? '', ...(cursor !== null && { cursor }) }),
        // refused by the server, and tried again later
        () => give({ token: '' }),
      );
    },
  });
  const forgetToken = (code: string): void => {
    if (code !== 'TOKEN_EXPIRED' && code !== 'SESSION_REVOKED') return;
    void session.accessToken().then((token) => {
      refused = token;
    });
  };
  socket.on('connect', () => {
    refused = null;
  });
  socket.on('token_expired', ({ code }: { code: string }) => forgetToken(code));
  socket.on('connect_error', ({ message }) => forgetToken(message));
  socket.on('cursor', (start: Readonly<{ cursor: number }>) => {
    cursor ??= start.cursor;
  });
  socket.on('order.update', (update: OrderUpdate) => {
    if (cursor !== null && update.cursor <= cursor) return;
    cursor = update.cursor;
    emit(update);
  });

  return socket;
};

/** Socket.IO comes back by itself from a lost connection, not from a server that ended it. */
export const followConnection = (socket: Socket, report: (isConnected: boolean) => void): void => {
  const lost = (): void => {
    report(false);
    if (!socket.active) setTimeout(() => socket.connect(), comeBackMs);
  };
  socket.on('connect', () => report(true));
  socket.on('connect_error', lost);
  socket.on('disconnect', (reason) => {
    if (reason !== 'io client disconnect') lost();
  });
};
