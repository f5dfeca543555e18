import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import { operationRoutes, problem } from '../../../platform/http/index.js';
import type { SessionVerifier } from '../../../platform/identity/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Redis } from '../../../platform/redis/index.js';
import { documentRoutes } from './documentRoutes.js';
import type { Upstream } from '../upstreams/relay.js';
import type { UpstreamName } from '../routes.js';

type Parts = Readonly<{
  service: string;
  metrics: Metrics;
  identity: SessionVerifier;
  redis: Redis | null;
  upstreams: Readonly<Record<UpstreamName, Upstream>>;
  dispatcher: Dispatcher;
}>;

type OwnRoute = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Health and documents for everybody; metrics only for who asks from this very machine. */
export const ownRoutes = (parts: Parts): Readonly<Record<string, OwnRoute>> => {
  const { service, metrics, identity } = parts;
  const { '/metrics': tellMetrics, ...forEverybody } = operationRoutes({
    service,
    metrics,
    readiness: { keys: identity.ready },
    informative: { ...redisCheck(parts), ...upstreamChecks(parts) },
  });

  return {
    ...forEverybody,
    ...documentRoutes(),
    '/metrics': (request, response) => {
      if (!isLocal(request)) throw problem(404, 'ROUTE_NOT_FOUND', 'There is nothing at this path');

      return tellMetrics(request, response);
    },
  };
};

const redisCheck = ({ redis }: Parts): Record<string, () => Promise<void>> =>
  redis === null
    ? {}
    : {
        redis: async () => {
          await redis.ping();
        },
      };

/** Milliseconds that an upstream has to say that it lives. */
const patience = 900;

const upstreamChecks = ({ upstreams, dispatcher }: Parts): Record<string, () => Promise<void>> =>
  Object.fromEntries(
    Object.values(upstreams).map(({ name, origin }) => [
      name,
      async () => {
        const request = { origin, path: '/health', method: 'GET' } as const;
        // A check that nobody ends would keep its connection, and in the end the gateway, for ever.
        const signal = AbortSignal.timeout(patience);
        const { statusCode, body } = await dispatcher.request({ ...request, signal });
        await body.dump();
        if (statusCode !== 200) throw new Error(`${name} answers ${statusCode}`);
      },
    ]),
  );

const isLocal = ({ socket, headers }: IncomingMessage): boolean =>
  /^(?:::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '') &&
  headers['x-forwarded-for'] === undefined &&
  headers.forwarded === undefined;
