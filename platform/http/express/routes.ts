import express, { type Request, type Response, type Router } from 'express';
import type { IncomingMessage } from 'node:http';
import type { BlockList } from 'node:net';
import type { Metrics } from '../../metrics/index.js';
import type { Handle } from '../frame/requestFrame.js';
import { operationRoutes, type ReadinessChecks, type ReadinessNotes } from '../operations.js';
import { notFound } from './notFound.js';

export type RouteOptions = Readonly<{
  service: string;
  metrics: Metrics;
  /** Without these the service is of no use. */
  readiness: ReadinessChecks;
  /** In the response of `/ready` as well; without them the service still does some of its work. */
  informative?: ReadinessChecks;
  /** Who may read `/ready` and `/metrics`, beside this machine. */
  operationsAllow: BlockList;
  notes?: ReadinessNotes;
  /** Routes go directly on this router (several paths as an array): 405 is derived from them. */
  routes: (router: Router) => void;
}>;

/**
 * Returns a handler that runs Express. It rejects with what a route throws, also after the client
 * has gone, or 404 or 405 without a route; it never resolves, as Express tells nobody when a route
 * has ended.
 */
export const createRoutes = (options: RouteOptions): Handle => {
  const app = createExpress(options);

  return (request, response) =>
    new Promise((_, reject) => app(request as Request, response as Response, reject));
};

const createExpress = ({ routes, ...operations }: RouteOptions): express.Express => {
  const app = express();
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple');
  for (const [path, handle] of Object.entries(operationRoutes(operations))) app.get(path, handle);
  const router = express.Router({ caseSensitive: true });
  routes(router);
  app.use(router);
  app.use((request) => {
    throw notFound(router, request);
  });

  return app;
};

/** Returns the pattern of the route that a request was sent to, `none` without one. */
export const patternOf = (request: IncomingMessage): string => {
  const { path } = ((request as Partial<Request>).route ?? {}) as { path?: unknown };
  if (Array.isArray(path)) return String(path[0]);

  return typeof path === 'string' ? path : 'none';
};
