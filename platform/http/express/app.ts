import type { IncomingMessage, RequestListener } from 'node:http';
import type { Logger } from '../../logging/index.js';
import type { Metrics } from '../../metrics/index.js';
import { authenticate, type TokenVerifier } from '../frame/authentication.js';
import { createObserver } from '../frame/observer.js';
import { createRequestFrame, type Handle } from '../frame/requestFrame.js';
import { limitTime } from '../frame/timeLimit.js';
import { readJson } from '../input/body.js';
import type { ErrorTranslator } from '../output/errorTranslator.js';
import { createRoutes, patternOf, type RouteOptions } from './routes.js';

export type HttpAppOptions = RouteOptions &
  Readonly<{
    logger: Logger;
    metrics: Metrics;
    /** Verifies bearer tokens; without it nobody is signed in. */
    identity?: TokenVerifier;
    /** A route that is served without Express, which costs more than an order itself. */
    hotRoute?: HotRoute;
    /** Turns broken business rules into problems. */
    translateError?: ErrorTranslator;
    /** Whether all that the service changes is appended under the deadline of the request. */
    appendsOnly?: boolean;
  }>;

/** `path` is the whole target of the request: with a query, Express serves it. */
export type HotRoute = Readonly<{ method: string; path: string; handle: Handle }>;

const headers = [['Cache-Control', 'no-store']] as const;

/** Returns the listener of a service: the frame, the hot route, and Express for all the rest. */
export const createHttpApp = (options: HttpAppOptions): RequestListener => {
  const { identity, hotRoute, appendsOnly = false } = options;
  const hotRouteOf = ({ method, url }: IncomingMessage): HotRoute | null =>
    hotRoute !== undefined && method === hotRoute.method && url === hotRoute.path ? hotRoute : null;
  const handleByRoutes = createRoutes(options);

  return createRequestFrame({
    ...options,
    headers,
    observe: createObserver({
      ...options,
      routeOf: (request) => hotRouteOf(request)?.path ?? patternOf(request),
    }),
    handle: async (request, response) => {
      if (identity !== undefined) authenticate(request, identity);
      request.body = await readJson(request);
      await limitTime({ request, response }, { appendsOnly });
      await (hotRouteOf(request)?.handle ?? handleByRoutes)(request, response);
    },
  });
};
