import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TakeSocket } from '../upstreams/dispatch.js';
import { onwardHeaders } from './onward.js';
import type { Passing } from './relayUpgrade.js';

/** Hands sockets to the notifier of this process, with the headers that it would get elsewhere. */
export const createLocalSockets = (
  takeSocket: TakeSocket,
  addressOf: (request: IncomingMessage) => string,
) => {
  const open = new Set<Duplex>();

  return {
    pass: ({ request, socket, head }: Passing): void => {
      open.add(socket);
      socket.once('close', () => open.delete(socket));
      request.headers = {
        ...onwardHeaders(request, addressOf(request)),
        connection: 'Upgrade',
        upgrade: 'websocket',
      };
      takeSocket(request, socket, head);
    },
    stop: (): void => {
      for (const socket of open) socket.destroy();
    },
  };
};
