import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** One address in front of several processes of a service. */
export type Balancer = Readonly<{
  url: string;
  add: (url: string) => void;
  /** New connections no longer go there; those that are open stay. */
  remove: (url: string) => void;
  stop: () => Promise<void>;
}>;

const restMs = 50;

/**
 * Gives each connection to the next process in turn. One that rests after an answer is ended: a
 * client that keeps its connections would stay with the processes that were there first.
 */
export const startBalancer = async (): Promise<Balancer> => {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const target = targets.shift();
    if (target === undefined) {
      near.destroy();

      return;
    }
    targets.push(target);
    const far = connect(Number(new URL(target).port), '127.0.0.1');
    join(near, far, sockets);
    join(far, near, sockets);
    endAtRest(near, far);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (url) => void targets.push(url),
    remove: (url) => void targets.splice(targets.indexOf(url), 1),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};

const endAtRest = (near: Socket, far: Socket): void => {
  let rest: NodeJS.Timeout | undefined;
  near.on('data', () => clearTimeout(rest));
  far.on('data', () => {
    clearTimeout(rest);
    rest = setTimeout(() => near.end(), restMs);
  });
};

const join = (from: Socket, to: Socket, sockets: Set<Socket>): void => {
  sockets.add(from);
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.on('close', () => {
    sockets.delete(from);
    to.destroy();
  });
};
