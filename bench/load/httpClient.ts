import { type Dispatcher, Pool } from 'undici';

export type Reply = Readonly<{ status: number; body: string }>;

export type Request = Readonly<{
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}>;

export type HttpClient = Readonly<{
  post: (request: Request) => Promise<Reply>;
  stop: () => Promise<void>;
}>;

/**
 * As little as a load generator can do per request: kept-alive connections, and an answer as text.
 */
export const openHttpClient = (origin: string, connections: number): HttpClient => {
  const pool = new Pool(origin, { connections, pipelining: 1 });

  return {
    post: ({ path, headers, body }) =>
      new Promise((resolve, reject) => {
        pool.dispatch({ method: 'POST', path, headers, body }, collect(resolve, reject));
      }),
    stop: () => pool.destroy(),
  };
};

const collect = (
  resolve: (reply: Reply) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler => {
  const chunks: Buffer[] = [];
  let status = 0;

  return {
    onRequestStart: () => undefined,
    onResponseStart: (_, code) => {
      status = code;
    },
    onResponseData: (_, chunk) => void chunks.push(chunk),
    onResponseEnd: () => resolve({ status, body: Buffer.concat(chunks).toString() }),
    onResponseError: (_, error) => reject(error),
  };
};
