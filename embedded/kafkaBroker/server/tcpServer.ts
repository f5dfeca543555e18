import { createServer, type Socket } from 'node:net';

export type TcpServer = Readonly<{ port: number; stop: () => Promise<void> }>;

type Address = Readonly<{ host: string; port: number }>;

/** Accepts connections; `stop` closes all of them. Throws when the address is not available. */
export const startTcpServer = async (
  { host, port }: Address,
  onConnection: (socket: Socket) => void,
): Promise<TcpServer> => {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    onConnection(socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();

  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
