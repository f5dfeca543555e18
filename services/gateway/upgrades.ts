import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  assignContext,
  problem,
  refusalOf,
  toProblem,
  toProblemDocument,
  type Problem,
} from '../../platform/http/index.js';
import { clientAddressOf } from './clientAddress.js';
import type { GatewayConfig } from './config.js';
import { mayConnect } from './cors.js';
import type { ConsumePoint } from './limits.js';
import type { SocketRelay } from './sockets.js';

type Parts = Readonly<{ relay: SocketRelay; consume: ConsumePoint; config: GatewayConfig }>;

/** Lets WebSockets of Socket.IO through to the notifier, and nothing else that wants another protocol. */
export const admitUpgrades = (server: Server, parts: Parts): void => {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    assignContext(request);
    admit(request, parts).then(
      () => parts.relay.upgrade(request, socket, head),
      (error: unknown) => refuse(socket, request, toProblem(error)),
    );
  });
};

const admit = async (request: IncomingMessage, { consume, config }: Parts): Promise<void> => {
  const refusal = refusalOf(request);
  if (refusal !== null) throw refusal;
  const { url = '', headers } = request;
  if (!url.startsWith('/socket.io/') || headers.upgrade?.toLowerCase() !== 'websocket')
    throw problem(400, 'UPGRADE_REFUSED', 'Only sockets of Socket.IO are served');
  if (!mayConnect(request, config.corsOrigins))
    throw problem(403, 'ORIGIN_REFUSED', 'This origin is not allowed');
  if (!/[?&]sid=/.test(url))
    await consume('default', `address:${clientAddressOf(request, config.trustedProxies)}`);
};

const refuse = (socket: Duplex, { url = '/' }: IncomingMessage, refusal: Problem): void => {
  const body = JSON.stringify(toProblemDocument(refusal, url.split('?', 1)[0] ?? '/'));
  const headers = {
    ...refusal.headers,
    'Content-Type': 'application/problem+json',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${refusal.status} ${refusal.title}\r\n${lines.join('')}\r\n${body}`);
};
