import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * In which turn of the event loop what has come is served: never while sockets are read. Requests
 * for an upgrade do not come here.
 */
export type Turns = Readonly<{
  connection: (serve: () => void) => void;
  request: (serve: () => void) => void;
}>;

/** Connections, and requests, that are served in one turn: those of some milliseconds each. */
const perTurn = 64;

/** In milliseconds: whoever has waited so long is served although more connections come. */
const longestWaitMs = 250;

/**
 * In each turn of the event loop libuv accepts one connection, and then reads whatever there is to
 * be read. Of thousands that come within a second the kernel drops most (it keeps some thousand),
 * whose clients try again after 1, 3 and 7 seconds, and the others wait as many turns as there are
 * before them. So while connections come, nothing is served. And with more than 1 024 descriptors
 * ready at a time libuv reads on and on, 48 rounds, before any timer or close callback runs:
 * seconds, if every answer made the next request. What is served after that makes no descriptor
 * ready within it, so that it ends with the requests that are there.
 */
export const createTurns = (now: () => number = () => performance.now()): Turns => {
  const connections: Waiting[] = [];
  const requests: Waiting[] = [];
  let hasAccepted = false;
  let isDue = false;

  const serveNext = (): void => {
    const servable = (waiting: Waiting[]): number =>
      // another connection may be there
      hasAccepted ? overdue(waiting, now()) : perTurn;
    const next = [requests, connections].flatMap((waiting) => waiting.splice(0, servable(waiting)));
    hasAccepted = false;
    isDue = false;
    if (requests.length + connections.length > 0) serveLater();
    for (const { serve } of next) serve();
  };
  const serveLater = (): void => {
    if (isDue) return;
    isDue = true;
    setImmediate(serveNext);
  };
  const serveFrom = (waiting: Waiting[], serve: () => void): void => {
    waiting.push({ serve, at: now() });
    serveLater();
  };

  return {
    connection: (serve) => {
      hasAccepted = true;
      serveFrom(connections, serve);
    },
    request: (serve) => serveFrom(requests, serve),
  };
};

type Waiting = Readonly<{ serve: () => void; at: number }>;

/** One, when the first has waited for too long. */
const overdue = ([first]: readonly Waiting[], now: number): number =>
  first !== undefined && now - first.at > longestWaitMs ? 1 : 0;

/**
 * Serves the connections of a server in turn; to be called before a listener for requests is added.
 * Returns the listener for them. Who has gone meanwhile is not served.
 */
export const serveInTurns = (server: Server, listener: RequestListener): RequestListener => {
  const turns = createTurns();
  const serve = server.listeners('connection');
  server.removeAllListeners('connection').on('connection', (socket: Socket) => {
    socket.on('error', ignore).pause();
    turns.connection(() => {
      if (socket.destroyed || socket.readableEnded) {
        socket.destroy();

        return;
      }
      for (const one of serve) one.call(server, socket);
      socket.off('error', ignore).resume();
    });
  });

  return (request, response) =>
    turns.request(() => {
      if (!response.destroyed) listener(request, response);
    });
};

/** A client that breaks its connection has no more to be told. */
const ignore = (): void => undefined;
