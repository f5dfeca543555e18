import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  assignContext,
  clientAddressOf,
  problem,
  refuse,
  toProblem,
} from '../../../platform/http/index.js';
import { mayConnect } from '../browsers/cors.js';
import type { GatewayConfig } from '../config.js';
import type { ConsumePoint } from '../limits/limits.js';
import { isOfSession } from './onward.js';
import { sendRawProblem } from './sendRawProblem.js';
import type { SocketRelay } from './socketRelay.js';

type Deps = Readonly<{ relay: SocketRelay; consume: ConsumePoint; config: GatewayConfig }>;

/** Relays WebSockets of Socket.IO to the notifier, and refuses every other protocol. */
export const acceptUpgrades = (server: Server, deps: Deps): void => {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    assignContext(request);
    admit(request, deps).then(
      () => deps.relay.upgrade(request, socket, head),
      (error: unknown) => sendRawProblem(socket, request, toProblem(error)),
    );
  });
};

const admit = async (request: IncomingMessage, { consume, config }: Deps): Promise<void> => {
  refuse(request);
  const { url = '', headers } = request;
  if (!url.startsWith('/socket.io/') || headers.upgrade?.toLowerCase() !== 'websocket')
    throw problem(400, 'UPGRADE_REFUSED', 'Only sockets of Socket.IO are served');
  if (!mayConnect(request, config.corsOrigins))
    throw problem(403, 'ORIGIN_REFUSED', 'This origin is not allowed');
  if (!isOfSession(request))
    await consume('default', `address:${clientAddressOf(request, config.trustedProxies)}`);
};
