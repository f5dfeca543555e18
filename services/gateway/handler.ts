import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import {
  authenticate,
  clientAddressOf,
  createObserver,
  createRequestFrame,
  hasBody,
  methodNotAllowed,
  problem,
  readBody,
  requireJson,
  requireUser,
  userIfAny,
  type Handle,
  type Header,
  type TokenVerifier,
} from '../../platform/http/index.js';
import type { Logger } from '../../platform/logging/index.js';
import type { Metrics } from '../../platform/metrics/index.js';
import type { Cors } from './browsers/cors.js';
import { accountOf } from './limits/accountOf.js';
import type { ConsumePoint } from './limits/limits.js';
import { methodsOf } from './documents/methods.js';
import { assetsPath, standInFor } from './pages/pageRoutes.js';
import { isOfSession } from './sockets/onward.js';
import { routeOf, type Route, type UpstreamName } from './routes.js';
import { dispatch, type InProcessUpstreams } from './upstreams/dispatch.js';
import type { HoldBack } from './upstreams/holdBack.js';
import { renewBody, renewTarget } from './upstreams/oldSpellings.js';
import type { Proxy } from './upstreams/proxy.js';
import type { Upstream } from './upstreams/relay.js';

export type HandlerDeps = Readonly<{
  identity: TokenVerifier;
  consume: ConsumePoint;
  proxy: Proxy;
  upstreams: Readonly<Record<UpstreamName, Upstream>>;
  inProcess: InProcessUpstreams;
  /** What an upstream of this process has for its answer, in milliseconds. */
  timeoutMs: number;
  holdBack: HoldBack['hold'];
  cors: Cors;
  trustedProxies: BlockList;
  securityHeaders: readonly Header[];
  /** Paths that the gateway serves itself, to GET. */
  localRoutes: Readonly<Record<string, Handle>>;
  /** Polling of Socket.IO. */
  poll: Handle;
  metrics: Metrics;
  logger: Logger;
}>;

/**
 * Returns the listener of the gateway, on plain node:http: Express would double the cost of a
 * request.
 */
export const createGatewayHandler = (deps: HandlerDeps): RequestListener => {
  const { logger, metrics, localRoutes, trustedProxies, securityHeaders } = deps;

  return createRequestFrame({
    observe: createObserver({
      metrics,
      logger,
      routeOf: (request) => labelOf(localRoutes, request),
      addressOf: (request) => clientAddressOf(request, trustedProxies),
    }),
    logger,
    headers: securityHeaders,
    handle: (request, response) => handle(deps, { request, response }),
  });
};

/** A local path, the name of an upstream, or `none`; files of the pages have one label. */
const labelOf = (localRoutes: HandlerDeps['localRoutes'], request: IncomingMessage): string => {
  const path = pathOf(request);

  if (path.startsWith(assetsPath)) return assetsPath;

  return path in localRoutes ? path : (routeOf('', path)?.upstream ?? 'none');
};

type Exchange = Readonly<{
  request: IncomingMessage;
  response: ServerResponse;
  /** Whether the client used an old spelling of the path. */
  isRenewed?: boolean;
}>;

const handle = async (deps: HandlerDeps, exchange: Exchange): Promise<void> => {
  const { request, response } = exchange;
  if (deps.cors(request, response)) return;
  const isRenewed = renewTarget(exchange);
  const path = pathOf(request);
  const local = localRouteOf(deps.localRoutes, path);
  if (local !== undefined) await serveLocally(local, exchange);
  else if (path.startsWith('/socket.io/')) await admitPoll(deps, exchange);
  else await passToUpstream(deps, path, { request, response, isRenewed });
};

const localRouteOf = (routes: HandlerDeps['localRoutes'], path: string): Handle | undefined =>
  routes[path] ?? (path.startsWith(assetsPath) ? routes[standInFor(path)] : undefined);

const serveLocally = async (local: Handle, { request, response }: Exchange): Promise<void> => {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw methodNotAllowed(['GET', 'HEAD']);
  response.setHeader('Cache-Control', 'no-store');
  await local(request, response);
};

/** The notifier verifies the token; here only new sessions are counted. */
const admitPoll = async (deps: HandlerDeps, { request, response }: Exchange): Promise<void> => {
  if (!isOfSession(request))
    await deps.consume('default', `address:${clientAddressOf(request, deps.trustedProxies)}`);
  await deps.poll(request, response);
};

const passToUpstream = async (
  deps: HandlerDeps,
  path: string,
  exchange: Exchange,
): Promise<void> => {
  const { request, response, isRenewed = false } = exchange;
  const route = routeOf(request.method ?? '', path);
  if (route === null) throw problem(404, 'ROUTE_NOT_FOUND', 'There is nothing at this path');
  const { arrivedAt = performance.now() } = request;
  request.holdBack = (send) => deps.holdBack(response, send, arrivedAt);
  await admit(deps, route, exchange);
  refuseBodyOfReads(request, path);
  const inProcess = deps.inProcess[route.upstream];
  // one that is called reads the body itself, with the keys that the client used
  if (inProcess !== undefined && !isRenewed) {
    const { gate } = deps.upstreams[route.upstream];
    dispatch({ upstream: inProcess, gate, timeoutMs: deps.timeoutMs }, exchange);

    return;
  }
  const body = await bodyOf(exchange);
  if (route.limit === 'login') await countAccount(deps, request, body);
  await deps.proxy({ upstream: deps.upstreams[route.upstream], request, response, body });
};

const bodyOf = async ({ request, isRenewed = false }: Exchange): Promise<Buffer | null> => {
  if (!hasBody(request)) return null;
  const body = await readBody(request);
  if (!isRenewed || body.length === 0) return body;
  requireJson(request);

  return renewBody(request, body);
};

/**
 * Counts the request, for its user or else its address: always the address where passwords could be
 * guessed. Throws 401 where the route needs a user, 429.
 */
const admit = async (
  deps: HandlerDeps,
  { isPublic, limit }: Route,
  { request, response }: Exchange,
): Promise<void> => {
  if (!isPublic || limit === 'default') authenticate(request, deps.identity);
  const user = userIfAny(request);
  const key =
    user === null
      ? `address:${clientAddressOf(request, deps.trustedProxies)}`
      : `user:${user.userId}`;
  const headers = await deps.consume(limit, key);
  for (const name in headers) response.setHeader(name, headers[name] ?? '');
  if (!isPublic) requireUser(request);
};

/** Limits logins to one account from many addresses. Throws 415, and 400 for what is no JSON. */
const countAccount = async (
  { consume }: HandlerDeps,
  request: IncomingMessage,
  body: Buffer | null,
): Promise<void> => {
  if (body !== null && body.length > 0) requireJson(request);
  const account = accountOf(body);
  if (account !== null) await consume('account', account);
};

/** Throws 405 where the path has no GET, with a body or not; else 400 for the body. */
const refuseBodyOfReads = (request: IncomingMessage, path: string): void => {
  const { method = '' } = request;
  if ((method !== 'GET' && method !== 'HEAD') || !hasBody(request)) return;
  const methods = methodsOf(path);
  if (methods.length > 0 && !methods.includes(method)) throw methodNotAllowed(methods, close);
  throw problem(400, 'BODY_REFUSED', 'This method has no body', close);
};

// The body is not read.
const close = { headers: { Connection: 'close' } };

const pathOf = ({ url = '/' }: IncomingMessage): string => {
  const mark = url.indexOf('?');

  return mark === -1 ? url : url.slice(0, mark);
};
