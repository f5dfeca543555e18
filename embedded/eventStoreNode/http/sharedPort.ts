import { type Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { type AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

/** How an HTTP/2 connection begins; no HTTP/1 request does. */
const http2Preface = Buffer.from('PRI ');

export type SharedPort = {
  readonly port: number;
  /** No new connections from now on. */
  close(): void;
  /** Ends the connections that are still there. */
  destroyConnections(): void;
};

/** A certificate and its key, as PEM. */
export type Tls = { readonly certificate: string; readonly key: string };

type Listening = { readonly host: string; readonly port: number; readonly tls?: Tls | undefined };

/**
 * One port for gRPC and web pages, as EventStoreDB has it. The first bytes decide; then the socket
 * itself changes hands, so gRPC traffic costs nothing extra.
 */
export const listenOnSharedPort = async (
  { host, port, tls }: Listening,
  onHttp2: (socket: Socket) => void,
  pages: HttpServer,
): Promise<SharedPort> => {
  const sockets = new Set<Socket>();
  const server = serverOf(tls, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setNoDelay(true);
    readFirstBytes(socket, (first) => {
      if (first.subarray(0, 4).equals(http2Preface)) onHttp2(socket);
      else pages.emit('connection', socket);
    });
  });
  await listen(server, host, port);

  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
    },
    destroyConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
};

const serverOf = (tls: Tls | undefined, onSocket: (socket: Socket) => void): Server => {
  if (tls === undefined) return createServer(onSocket);
  const { certificate: cert, key } = tls;

  // gRPC offers h2 alone; who offers both wants pages
  return createTlsServer({ cert, key, ALPNProtocols: ['http/1.1', 'h2'] }, onSocket);
};

const readFirstBytes = (socket: Socket, decide: (first: Buffer) => void): void => {
  const onReadable = (): void => {
    const first = socket.read() as Buffer | null;
    if (first === null) return;
    socket.off('readable', onReadable);
    socket.unshift(first);
    decide(first);
  };
  socket.on('readable', onReadable);
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
