import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below the range of ports that the system gives to those for whom any will do. */
const range = { from: 12_000, to: 20_000 };

/** A TCP port of loopback that was free a moment ago, and that nobody gets by chance. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(range.from, range.to);
    if (await isFree(port)) return port;
  }
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
