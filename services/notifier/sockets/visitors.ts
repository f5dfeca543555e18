import type { BlockList } from 'node:net';
import { catalogueNamespace } from '../../../contracts/socket/index.js';
import { clientAddressOf } from '../../../platform/http/index.js';
import { ConnectError } from './handshake.js';
import { limitMessages } from './messageLimit.js';
import type { SocketServer, UserSocket } from './socketServer.js';
import { serveWatch, type ServeWatch } from './serveWatch.js';

type Deps = Readonly<{
  io: SocketServer;
  watch: ServeWatch;
  /** Of which the gateway is one: they name the address of a visitor. */
  trustedProxies: BlockList;
  socketsPerAddress: number;
}>;

/**
 * Serves `watch` and `stock.update` to visitors without an account, and nothing else. A token that
 * they send is not looked at.
 */
export const acceptVisitors = ({ io, watch, trustedProxies, socketsPerAddress }: Deps): void => {
  const visitors = io.of(catalogueNamespace);
  const byAddress = new Map<string, Set<UserSocket>>();
  const addressOf = ({ request }: UserSocket): string => clientAddressOf(request, trustedProxies);
  const isFull = (socket: UserSocket): boolean =>
    (byAddress.get(addressOf(socket))?.size ?? 0) >= socketsPerAddress;

  visitors.use((socket, next) =>
    next(isFull(socket) ? new ConnectError('TOO_MANY_SOCKETS') : undefined),
  );
  visitors.on('connection', (socket) => {
    // others may have connected since it was admitted
    if (isFull(socket)) {
      socket.disconnect(true);

      return;
    }
    register(byAddress, addressOf(socket), socket);
    limitMessages(socket);
    serveWatch(socket, watch);
  });
};

const register = (
  byAddress: Map<string, Set<UserSocket>>,
  address: string,
  socket: UserSocket,
): void => {
  const sockets = byAddress.get(address) ?? new Set();
  byAddress.set(address, sockets.add(socket));
  socket.once('disconnect', () => {
    sockets.delete(socket);
    if (sockets.size === 0 && byAddress.get(address) === sockets) byAddress.delete(address);
  });
};
