import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Connections that are served in one turn of the event loop: those of some milliseconds. */
const perTurn = 128;

/** In milliseconds: whoever has waited so long is served although more connections come. */
const longestWaitMs = 250;

/**
 * Accepts connections that come at once before it reads from any of them. In each turn of the event
 * loop libuv accepts one, and then serves all that is to be read: of ten thousand that come within
 * a second the kernel drops most (it keeps some thousand), whose clients try again after 1, 3 and 7
 * seconds.
 */
export const acceptFirst = (server: Server): void => {
  const serve = server.listeners('connection');
  const accepted: Accepted[] = [];
  let hasAccepted = false;

  const serveNext = (): void => {
    // another one may be there
    const count = hasAccepted ? overdue(accepted) : perTurn;
    hasAccepted = false;
    for (const { socket } of accepted.splice(0, count)) {
      for (const one of serve) one.call(server, socket);
      socket.resume();
    }
    if (accepted.length > 0) setImmediate(serveNext);
  };

  server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    socket.pause();
    hasAccepted = true;
    if (accepted.push({ socket, at: performance.now() }) === 1) setImmediate(serveNext);
  });
};

type Accepted = Readonly<{ socket: Socket; at: number }>;

/** One, when the first has waited for too long. */
const overdue = ([first]: readonly Accepted[]): number =>
  first !== undefined && performance.now() - first.at > longestWaitMs ? 1 : 0;
