import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import {
  authenticate,
  hasBody,
  methodNotAllowed,
  openContext,
  problem,
  readBody,
  refusalOf,
  requireUser,
  sendProblem,
  toProblem,
  type Observer,
  type TokenVerifier,
} from '../../platform/http/index.js';
import type { Logger } from '../../platform/logging/index.js';
import { clientAddressOf } from './limits/clientAddress.js';
import { accountOf } from './limits/accountOf.js';
import type { Cors } from './browsers/cors.js';
import type { Forward } from './upstreams/proxy.js';
import type { ConsumePoint } from './limits/limits.js';
import type { Upstream } from './upstreams/relay.js';
import { callNeighbour, type Neighbours } from './upstreams/dispatch.js';
import { routeOf, type Route, type UpstreamName } from './routes.js';

type OwnRoute = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export type GatewayParts = Readonly<{
  identity: TokenVerifier;
  consume: ConsumePoint;
  forward: Forward;
  upstreams: Readonly<Record<UpstreamName, Upstream>>;
  /** Upstreams of this process. */
  neighbours: Neighbours;
  cors: Cors;
  trusted: BlockList;
  securityHeaders: readonly (readonly [string, string])[];
  /** Paths that the gateway answers itself, to GET. */
  own: Readonly<Record<string, OwnRoute>>;
  /** Polling of Socket.IO. */
  poll: OwnRoute;
  observe: Observer;
  logger: Logger;
}>;

/** Every request goes through here. A plain function on node:http: Express would double what a request costs. */
export const createGatewayHandler =
  (parts: GatewayParts): RequestListener =>
  (request, response) => {
    openContext(request, response);
    const path = pathOf(request);
    parts.observe(request, response, () => labelOf(parts, path));
    answer(parts, path, { request, response }).catch((error: unknown) => {
      const refusal = toProblem(error);
      const { requestId } = request.context;
      if (refusal.status === 500) parts.logger.error({ err: error, requestId }, 'unforeseen error');
      sendProblem(request, response, refusal);
    });
  };

type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse }>;

const answer = async (parts: GatewayParts, path: string, exchange: Exchange): Promise<void> => {
  const { request, response } = exchange;
  for (const [name, value] of parts.securityHeaders) response.setHeader(name, value);
  const refusal = refusalOf(request);
  if (refusal !== null) throw refusal;
  if (parts.cors(request, response)) return;
  const own = parts.own[path];
  if (own !== undefined) await answerItself(own, exchange);
  else if (path.startsWith('/socket.io/')) await admitPoll(parts, exchange);
  else await passOn(parts, path, exchange);
};

const answerItself = async (own: OwnRoute, { request, response }: Exchange): Promise<void> => {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw methodNotAllowed(['GET', 'HEAD']);
  response.setHeader('Cache-Control', 'no-store');
  await own(request, response);
};

/** The notifier checks the token itself; here only new sessions are counted. */
const admitPoll = async (parts: GatewayParts, { request, response }: Exchange): Promise<void> => {
  if (!/[?&]sid=/.test(request.url ?? ''))
    await parts.consume('default', `address:${clientAddressOf(request, parts.trusted)}`);
  await parts.poll(request, response);
};

const passOn = async (parts: GatewayParts, path: string, exchange: Exchange): Promise<void> => {
  const { request, response } = exchange;
  const route = routeOf(request.method ?? '', path);
  if (route === null) throw problem(404, 'ROUTE_NOT_FOUND', 'There is nothing at this path');
  await admit(parts, route, exchange);
  refuseBodyOfReads(request);
  const neighbour = parts.neighbours[route.upstream];
  if (neighbour !== undefined) {
    callNeighbour(neighbour, exchange);

    return;
  }
  const body = hasBody(request) ? await readBody(request) : null;
  if (route.limit === 'login') await countAccount(parts.consume, body);
  await parts.forward({ upstream: parts.upstreams[route.upstream], request, response, body });
};

/** Counts the request, for its user or else its address, and refuses whom the route does not serve. */
const admit = async (
  parts: GatewayParts,
  { isPublic, limit }: Route,
  { request, response }: Exchange,
): Promise<void> => {
  if (!isPublic) authenticate(request, parts.identity);
  const { principal } = request;
  const key =
    principal !== undefined && 'userId' in principal
      ? `user:${principal.userId}`
      : `address:${clientAddressOf(request, parts.trusted)}`;
  const headers = await parts.consume(limit, key);
  for (const name in headers) response.setHeader(name, headers[name] ?? '');
  if (!isPublic) requireUser(request);
};

/** Passwords of one account are not guessed from many addresses either. */
const countAccount = async (consume: ConsumePoint, body: Buffer | null): Promise<void> => {
  const account = accountOf(body);
  if (account !== null) await consume('account', account);
};

const refuseBodyOfReads = (request: IncomingMessage): void => {
  if ((request.method === 'GET' || request.method === 'HEAD') && hasBody(request))
    throw problem(400, 'BODY_REFUSED', 'This method has no body', {
      headers: { Connection: 'close' },
    });
};

const pathOf = ({ url = '/' }: IncomingMessage): string => {
  const mark = url.indexOf('?');

  return mark === -1 ? url : url.slice(0, mark);
};

const labelOf = ({ own }: GatewayParts, path: string): string =>
  path in own ? path : (routeOf('', path)?.upstream ?? 'none');
