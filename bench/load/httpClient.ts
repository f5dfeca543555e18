import { type Dispatcher, Pool } from 'undici';

export type Reply = Readonly<{
  status: number;
  body: string;
  /** Position of the order in the log, null where the answer names none. */
  position: bigint | null;
}>;

export type Request = Readonly<{
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}>;

export type HttpClient = Readonly<{
  post: (request: Request) => Promise<Reply>;
  stop: () => Promise<void>;
}>;

/** A pool looks for a free connection among all that it has. */
const perPool = 256;

/**
 * Each pool has an address of its own, the first the usual one, as buyers have: of one address
 * Linux finds a free port quickly for 14 000 connections to one server, and then looks through all
 * of them for each, which takes a millisecond.
 */
const addressOf = (pool: number): string => `127.0.0.${1 + (pool % 250)}`;

/**
 * As little as a load generator can do per request: kept-alive connections, and an answer as text.
 */
export const openHttpClient = (origin: string, connections: number): HttpClient => {
  const pools = Array.from(
    { length: Math.ceil(connections / perPool) },
    (_, pool) =>
      new Pool(origin, {
        connections: Math.min(connections, perPool),
        pipelining: 1,
        localAddress: addressOf(pool),
      }),
  );
  // where each buyer has a connection, none waits for one
  const inFlight = pools.map(() => 0);
  const leastBusy = (): number => inFlight.indexOf(Math.min(...inFlight));

  return {
    post: ({ path, headers, body }) => {
      const at = leastBusy();
      inFlight[at] = (inFlight[at] ?? 0) + 1;
      const reply = new Promise<Reply>((resolve, reject) => {
        pools[at]?.dispatch({ method: 'POST', path, headers, body }, collect(resolve, reject));
      });

      return reply.finally(() => {
        inFlight[at] = (inFlight[at] ?? 0) - 1;
      });
    },
    stop: async () => {
      await Promise.all(pools.map((pool) => pool.destroy()));
    },
  };
};

const collect = (
  resolve: (reply: Reply) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler => {
  const chunks: Buffer[] = [];
  let status = 0;
  let position: bigint | null = null;

  return {
    onRequestStart: () => undefined,
    onResponseStart: (_, code, headers) => {
      status = code;
      const named = headers['x-position'];
      position = typeof named === 'string' ? BigInt(named) : null;
    },
    onResponseData: (_, chunk) => void chunks.push(chunk),
    onResponseEnd: () => resolve({ status, body: Buffer.concat(chunks).toString(), position }),
    onResponseError: (_, error) => reject(error),
  };
};
