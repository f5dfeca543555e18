import type { paths } from './apiTypes.js';
import type { HttpReply, SendRequest } from './http.js';
import { hasCode } from './problem.js';
import type { Session } from './session/session.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P][M] extends object ? P : never;
}[keyof paths];

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : null;

type BodyOf<Operation> = Operation extends { requestBody: infer R }
  ? { readonly body: Json<R> }
  : Operation extends { requestBody?: infer R }
    ? { readonly body?: Json<NonNullable<R>> }
    : unknown;

type ParamsOf<Operation> = Operation extends { parameters: { path: infer P } }
  ? { readonly params: P }
  : unknown;

type QueryOf<Operation> = Operation extends { parameters: { query?: infer Q } }
  ? { readonly query?: NonNullable<Q> }
  : unknown;

/** What a call of this route takes. */
export type CallOptions<P extends keyof paths, M extends Method> = BodyOf<paths[P][M]> &
  ParamsOf<paths[P][M]> &
  QueryOf<paths[P][M]> &
  Readonly<{
    idempotencyKey?: string;
    ifMatch?: string;
    /** Of a change that the response has to show. */
    minPosition?: string;
    signal?: AbortSignal;
  }>;

type AnswerOf<Operation> = Operation extends { responses: infer R }
  ? { [Status in keyof R]: Json<R[Status]> }[keyof R]
  : never;

export type Reply<Body> = Readonly<{
  status: number;
  body: Body;
  etag: string | null;
  /** Where the change is in the log, for `minPosition` of a later read. */
  position: string | null;
  /** Whether the answer is that of an earlier request with the same key. */
  isRepeated: boolean;
}>;

/** Calls of the API's routes, typed by its OpenAPI document. Rejects with ApiProblem. */
export type Api = Readonly<{
  [M in Method]: <P extends PathsWith<M>>(
    path: P,
    ...options: object extends CallOptions<P, M> ? [CallOptions<P, M>?] : [CallOptions<P, M>]
  ) => Promise<Reply<AnswerOf<paths[P][M]>>>;
}>;

type Loose = Readonly<{
  params?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, string | number | boolean | undefined>>;
  body?: unknown;
  idempotencyKey?: string;
  ifMatch?: string;
  minPosition?: string;
  signal?: AbortSignal;
}>;

type Deps = Readonly<{ send: SendRequest; session: Pick<Session, 'accessToken' | 'renew'> }>;

export const createApi = (deps: Deps): Api => {
  const method =
    (name: Method) =>
    async (path: string, options: Loose = {}): Promise<Reply<unknown>> =>
      toReply(await sendSignedIn(deps, { name, path, options }));

  return {
    get: method('get'),
    post: method('post'),
    put: method('put'),
    patch: method('patch'),
    delete: method('delete'),
  } as Api;
};

type Call = Readonly<{ name: Method; path: string; options: Loose }>;

/** A token that has just ended is renewed once, and the request is sent again. */
const sendSignedIn = async ({ send, session }: Deps, call: Call): Promise<HttpReply> => {
  const token = await session.accessToken();
  try {
    return await send(requestOf(call, token));
  } catch (error) {
    if (token === null || !hasCode(error, 'TOKEN_EXPIRED', 'TOKEN_INVALID', 'SESSION_REVOKED'))
      throw error;

    return send(requestOf(call, await session.renew(token)));
  }
};

const requestOf = ({ name, path, options }: Call, token: string | null) => ({
  method: name.toUpperCase(),
  path: addressOf(path, options),
  headers: {
    Accept: 'application/json',
    ...(token !== null && { Authorization: `Bearer ${token}` }),
    ...(options.idempotencyKey !== undefined && { 'Idempotency-Key': options.idempotencyKey }),
    ...(options.ifMatch !== undefined && { 'If-Match': options.ifMatch }),
    ...(options.minPosition !== undefined && { 'X-Min-Position': options.minPosition }),
  },
  ...('body' in options && { body: options.body }),
  ...(options.signal !== undefined && { signal: options.signal }),
});

const addressOf = (path: string, { params = {}, query = {} }: Loose): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? ''),
  );
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );

  return given.length === 0 ? filled : `${filled}?${new URLSearchParams(given).toString()}`;
};

const toReply = ({ status, headers, body }: HttpReply): Reply<unknown> => ({
  status,
  body,
  etag: headers.get('etag'),
  position: headers.get('x-position'),
  isRepeated: headers.get('idempotency-replayed') === 'true',
});
