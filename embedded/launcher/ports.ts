import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

export type Wish = Readonly<{ variable: string; port: number }>;

/**
 * Below the range that the system uses for outgoing connections, so that a restarted part finds its
 * port still free.
 */
const free = { from: 20_000, to: 32_000 };

/**
 * A port for every wish. What the environment names by number must be free (the error names the
 * variable), 0 is any free one, and a merely preferred port that is busy gives way to a free one.
 */
export const choosePorts = async <Name extends string>(
  wishes: Readonly<Record<Name, Wish>>,
  env: NodeJS.ProcessEnv,
  host: string,
): Promise<Record<Name, number>> => {
  const held: Server[] = [];
  const chosen = new Map<string, number>();
  try {
    for (const [name, wish] of Object.entries<Wish>(wishes)) {
      const server = await choose(wish, env[wish.variable], host);
      held.push(server);
      chosen.set(name, portOf(server));
    }
  } finally {
    await Promise.all(held.map(close));
  }

  return Object.fromEntries(chosen) as Record<Name, number>;
};

const choose = async (wish: Wish, asked: string | undefined, host: string): Promise<Server> => {
  const isAsked = asked !== undefined && asked !== '';
  const wanted = isAsked ? parsePort(wish.variable, asked) : wish.port;
  const server = wanted === 0 ? null : await hold(wanted, host);
  if (server !== null) return server;
  if (isAsked && wanted !== 0)
    throw new Error(
      `${wish.variable}=${wanted}: the port is in use by another process, or may not be used. Choose another, or leave ${wish.variable} away to take a free one.`,
    );

  return holdFree(host);
};

const parsePort = (variable: string, text: string): number => {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new Error(
      `${variable}=${text}: must be a port, 0 to 65535 (0 takes a free one)${hint(text)}.`,
    );

  return port;
};

/** Docker and Kubernetes set such variables for containers and services of these names. */
const hint = (text: string): string =>
  text.startsWith('tcp://') ? '; it looks like a link of Docker or Kubernetes, unset it' : '';

const holdFree = async (host: string): Promise<Server> => {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const server = await hold(randomInt(free.from, free.to), host);
    if (server !== null) return server;
  }
  throw new Error(`No free port between ${free.from} and ${free.to}.`);
};

/** Listens there, or null when somebody else does. Throws when the host is not of this machine. */
const hold = (port: number, host: string): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', ({ code = '' }: NodeJS.ErrnoException) => {
      if (/^(EADDRINUSE|EACCES)$/.test(code)) resolve(null);
      else reject(new Error(`HOST=${host}: this machine has no such address (${code}). Unset it.`));
    });
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });

const portOf = (server: Server): number => {
  const address = server.address();

  return typeof address === 'object' && address !== null ? address.port : 0;
};

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });
