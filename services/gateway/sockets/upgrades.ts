import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { assignContext, problem, refusalOf, toProblem } from '../../../platform/http/index.js';
import { clientAddressOf } from '../limits/clientAddress.js';
import type { GatewayConfig } from '../config.js';
import { mayConnect } from '../browsers/cors.js';
import type { ConsumePoint } from '../limits/limits.js';
import { refuse } from './refuse.js';
import type { SocketRelay } from './socketRelay.js';

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
