import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type Router,
} from 'express';
import type { Logger } from '../../logging/index.js';
import type { Metrics } from '../../metrics/index.js';
import { authenticate, type TokenVerifier } from '../frame/authentication.js';
import { readJson } from '../input/body.js';
import { openContext } from '../frame/context.js';
import { toProblem } from '../problems/toProblem.js';
import { refusalOf } from '../frame/refusal.js';
import { notFound } from './notFound.js';
import { createObserver, type Observer } from '../frame/observer.js';
import { operationRoutes, type ReadinessChecks } from '../operations.js';
import type { Problem } from '../problems/problem.js';
import { sendProblem } from '../send.js';

export type HttpAppOptions = Readonly<{
  service: string;
  logger: Logger;
  metrics: Metrics;
  /** Without these the service is of no use. */
  readiness: ReadinessChecks;
  /** Told by `/ready` as well; without them it still does some of its work. */
  informative?: ReadinessChecks;
  /** Verifies bearer tokens; without it nobody is signed in. */
  identity?: TokenVerifier;
  /** Routes go directly on this router (several paths as an array): 405 is derived from them. */
  routes: (router: Router) => void;
  /** The observer of a bare handler in front of the app, which shares its metrics. */
  observe?: Observer;
  /** Broken business rules; null leaves the error to the general table. */
  translateError?: (error: Error) => Problem | null;
}>;

/** An Express app with everything that is the same for all services. `request.body` is parsed JSON. */
export const createHttpApp = (options: HttpAppOptions): Express => {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  const router = express.Router({ caseSensitive: true });
  useFrame(app, options);
  options.routes(router);
  app.use(router);
  app.use((request) => {
    throw notFound(router, request);
  });
  app.use(errorHandler(options));

  return app;
};

const useFrame = (
  app: Express,
  { identity, logger, metrics, observe: shared, ...operations }: HttpAppOptions,
): void => {
  const observe = shared ?? createObserver(metrics, logger);
  app.use(async (request, response, next) => {
    openContext(request, response);
    observe(request, response, () => routeOf(request));
    response.setHeader('Cache-Control', 'no-store');
    const refusal = refusalOf(request);
    if (refusal !== null) throw refusal;
    if (identity !== undefined) authenticate(request, identity);
    request.body = await readJson(request);
    next();
  });
  for (const [path, handle] of Object.entries(operationRoutes({ ...operations, metrics })))
    app.get(path, handle);
};

const routeOf = ({ route }: Request): string => {
  const path = (route as { path?: unknown } | undefined)?.path;
  if (Array.isArray(path)) return String(path[0]);

  return typeof path === 'string' ? path : 'none';
};

const errorHandler =
  ({ logger, translateError }: HttpAppOptions): ErrorRequestHandler =>
  // Express tells error handlers by their four parameters.
  // eslint-disable-next-line max-params
  (error: unknown, request, response, _next) => {
    const translated = error instanceof Error ? translateError?.(error) : null;
    const problem = translated ?? toProblem(error);
    if (problem.status === 500)
      logger.error({ err: error, requestId: request.context.requestId }, 'unforeseen error');
    sendProblem(request, response, problem);
  };
