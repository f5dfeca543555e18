import type { Request, Router } from 'express';
import { methodNotAllowed } from '../frame/refuse.js';
import { problem, type Problem } from '../output/problem.js';

/** Returns a 405 with the methods that the path does have on this router, else a 404. */
export const notFound = (router: Router, { path }: Request): Problem => {
  const allowed = allowedMethods(router, path);

  return allowed.length > 0
    ? methodNotAllowed(allowed)
    : problem(404, 'ROUTE_NOT_FOUND', 'There is nothing at this path');
};

const allowedMethods = (router: Router, path: string): string[] => {
  const routes = router.stack.filter(
    (layer) => layer.route !== undefined && matches(layer as unknown as Layer, path),
  );
  const methods = new Set(
    routes.flatMap(({ route }) => route?.stack.map(({ method }) => method.toUpperCase()) ?? []),
  );
  if (methods.has('GET')) methods.add('HEAD');

  return [...methods];
};

// The types of Express leave out the one method that every layer has.
type Layer = { match: (path: string) => boolean };

const matches = (layer: Layer, path: string): boolean => {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
};
