import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { pause } from '../../platform/concurrency/index.js';
import type { Supervised } from '../supervisor/supervise.js';

type Gateway = Pick<Supervised, 'accept'> & Readonly<{ url: string }>;

type Options = Readonly<{ port: number; host: string; gateways: readonly Gateway[] }>;

/** In milliseconds: a connection waits so long for a gateway that is ready. */
const waitMs = 10_000;
const lookEveryMs = 50;

/** In milliseconds: so often, and so long, a gateway's `/ready` is read. */
const readyEveryMs = 500;
const readyTimeoutMs = 10_000;

/**
 * Listens in place of several gateways, and gives each connection to one of them, in turn; none to
 * one that is about to stop. What is sent does not pass through here.
 */
export const listenForGateways = async (
  options: Options,
): Promise<Readonly<{ stop: () => Promise<void> }>> => {
  const { port, host, gateways } = options;
  const ending = new AbortController();
  const watch = watchReadiness(gateways);
  let turn = 0;

  const give = (connection: Socket): boolean => {
    turn += 1;

    return gateways.some((_, at) => {
      const gateway = gateways[(turn + at) % gateways.length];
      if (gateway === undefined || !watch.isReady(gateway)) return false;
      const isTaken = gateway.accept(connection);
      if (!isTaken) watch.noteGone(gateway);

      return isTaken;
    });
  };
  const giveInTime = async (connection: Socket): Promise<void> => {
    connection.on('error', () => connection.destroy());
    const endsAt = performance.now() + waitMs;
    while (!connection.destroyed && !ending.signal.aborted && performance.now() < endsAt) {
      if (give(connection)) return;
      await pause(lookEveryMs, ending.signal);
    }
    connection.destroy();
  };
  // nothing is read here: it is for the gateway
  const server = createServer({ pauseOnConnect: true, noDelay: true }, (connection) => {
    void giveInTime(connection);
  });
  server.listen({ port, host, backlog: 4_096 });
  await once(server, 'listening');

  return {
    stop: () => {
      ending.abort();
      watch.stop();
      server.close();

      return Promise.resolve();
    },
  };
};

/** One that was gone is new, and takes requests before it can answer them. */
const watchReadiness = (gateways: readonly Gateway[]) => {
  const ready = new Set(gateways);
  const check = async (gateway: Gateway): Promise<void> => {
    const signal = AbortSignal.timeout(readyTimeoutMs);
    const answer = await fetch(`${gateway.url}/ready`, { signal }).catch(() => null);
    await answer?.text().catch(() => undefined);
    if (answer?.ok === true) ready.add(gateway);
    else ready.delete(gateway);
  };
  const timer = setInterval(() => {
    for (const gateway of gateways) void check(gateway);
  }, readyEveryMs);
  timer.unref();

  return {
    isReady: (gateway: Gateway): boolean => ready.has(gateway),
    noteGone: (gateway: Gateway): void => void ready.delete(gateway),
    stop: (): void => clearInterval(timer),
  };
};
