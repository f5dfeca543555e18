import type { Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type {
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../../contracts/socket/index.js';
import type { Principal } from '../../../platform/http/index.js';
import { handshakeRefusalOf } from './handshake.js';

/**
 * `sent`: cursor of the last notification that was sent. `waiting`: packets written to the
 * connection since its buffer was last empty.
 */
export type SocketState = { principal: Principal; sent: number; waiting: number };

type NoEvents = Record<string, never>;

export type SocketServer = Server<
  ClientToServerEvents,
  ServerToClientEvents,
  NoEvents,
  SocketState
>;

export type UserSocket = Socket<ClientToServerEvents, ServerToClientEvents, NoEvents, SocketState>;

/** Limits messages to 16 KiB; a socket that sends nothing valid within 5 s is closed. */
export const createSocketServer = (
  httpServer: HttpServer,
  corsOrigins: readonly string[],
): SocketServer => {
  const io: SocketServer = new Server(httpServer, {
    ...limits,
    cors: { origin: [...corsOrigins] },
    allowRequest: (request, decide) => {
      const refusal = handshakeRefusalOf(request, corsOrigins);
      decide(refusal, refusal === null);
    },
  });
  io.engine.on('connection', writeTogether);

  return io;
};

const limits = {
  maxHttpBufferSize: 16 * 1024,
  perMessageDeflate: false,
  httpCompression: false,
  connectTimeout: 5_000,
  pingInterval: 15_000,
  pingTimeout: 10_000,
} as const;

/**
 * What is sent in one go is written in one go: a call of the system per message would cost more
 * than all else.
 */
const writeTogether = (connection: UserSocket['conn']): void => {
  connection.on('flush', () => {
    const { socket } = connection.request;
    socket.cork();
    process.nextTick(() => socket.uncork());
  });
};
