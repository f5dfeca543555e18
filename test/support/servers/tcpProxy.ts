import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A proxy that can lose responses, as a network does that breaks at the wrong moment. */
export type TcpProxy = Readonly<{
  port: number;
  /** Requests still arrive; the next answer never does, and the connection breaks with it. */
  loseNextAnswer: () => void;
  /**
   * Requests still arrive, no answer does, and nobody hears of it; until the returned function ends
   * those connections.
   */
  mute: () => () => void;
  /** The same, from the request on that has these words. */
  muteFrom: (words: string) => void;
  /** From now on no request arrives, and nobody hears of it. */
  deafen: () => void;
  /**
   * Nothing passes, in either direction, and neither side hears of it, not even of an end; until
   * the returned function ends those connections.
   */
  cut: () => () => void;
  /**
   * Every connection ends, and each new one at once, as of a server that is not there; until the
   * returned function is called.
   */
  refuse: () => () => void;
  /**
   * On the connections that are open now nothing passes any more, and neither side hears of it;
   * later ones work.
   */
  freeze: () => void;
  stop: () => Promise<void>;
}>;

type Options = Readonly<{
  host?: string;
  /** Made for each connection: returns the bytes that become of those of a response. */
  rewriting?: () => (answer: Buffer) => Buffer;
}>;

const unchanged = () => (answer: Buffer) => answer;

export const startTcpProxy = async (
  targetPort: number,
  { host = '127.0.0.1', rewriting = unchanged }: Options = {},
): Promise<TcpProxy> => {
  const sockets = new Set<Socket>();
  const frozen = new WeakSet<Socket>();
  let losing = false;
  let isMute = false;
  let mutingWords: string | null = null;
  let isDeaf = false;
  let isCut = false;
  let isRefusing = false;

  const server = createServer((near) => {
    if (isRefusing) {
      near.destroy();

      return;
    }
    const far = connect(targetPort, host);
    const rewrite = rewriting();
    const end = () => {
      if (isCut || frozen.has(near)) return;
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    near.on('data', (request: Buffer) => {
      if (mutingWords !== null && request.includes(mutingWords)) isMute = true;
      if (!isDeaf && !isCut && !frozen.has(near)) far.write(request);
    });
    far.on('data', (answer: Buffer) => {
      // the tiny frames of HTTP/2 acknowledge pings and windows; an answer is longer
      if (losing && answer.length > 40) {
        losing = false;
        end();
      } else if (!isMute && !isCut && !frozen.has(near)) near.write(rewrite(answer));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    port: (server.address() as AddressInfo).port,
    loseNextAnswer: () => {
      losing = true;
    },
    deafen: () => {
      isDeaf = true;
    },
    cut: () => {
      isCut = true;

      return () => {
        isCut = false;
        for (const socket of sockets) socket.destroy();
      };
    },
    mute: () => {
      isMute = true;

      return () => {
        isMute = false;
        for (const socket of sockets) socket.destroy();
      };
    },
    muteFrom: (words) => {
      mutingWords = words;
    },
    refuse: () => {
      isRefusing = true;
      for (const socket of sockets) socket.destroy();

      return () => {
        isRefusing = false;
      };
    },
    freeze: () => {
      for (const socket of sockets) frozen.add(socket);
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
