import express, { type Router } from 'express';
import { authRoutes } from '../../services/auth/routes.js';
import { inventoryRoutes } from '../../services/inventory/routes.js';
import { notificationRoutes } from '../../services/notifier/routes.js';
import { operationsRoutes } from '../../services/operations/routes.js';
import { orderRoutes } from '../../services/orders/routes.js';

export type RouteOf = Readonly<{ service: ServiceName; method: string; path: string }>;

export type ServiceName = 'auth' | 'inventory' | 'notifier' | 'operations' | 'orders';

/**
 * The tables that the services themselves mount. Handlers are built, never called: they need no
 * parts.
 */
const tables: Readonly<Record<ServiceName, readonly ((router: Router) => void)[]>> = {
  auth: [authRoutes({} as Parameters<typeof authRoutes>[0])],
  inventory: [inventoryRoutes({} as Parameters<typeof inventoryRoutes>[0])],
  notifier: [notificationRoutes({} as Parameters<typeof notificationRoutes>[0])],
  operations: [operationsRoutes({} as Parameters<typeof operationsRoutes>[0])],
  orders: [orderRoutes({} as Parameters<typeof orderRoutes>[0]).routes],
};

/** Every route of every service, as it is registered in the code. */
export const routeTable = (): RouteOf[] =>
  (Object.keys(tables) as ServiceName[]).flatMap((service) =>
    tables[service].flatMap((mount) => {
      const router = express.Router();
      mount(router);

      return routesOf(router).map((route) => ({ service, ...route }));
    }),
  );

const routesOf = (router: Router): Omit<RouteOf, 'service'>[] =>
  router.stack.flatMap(({ route }) => {
    if (route === undefined) return [];
    const paths = [route.path as string | readonly string[]].flat();
    const methods = new Set(route.stack.map(({ method }) => method.toUpperCase()));

    return paths.flatMap((path) => [...methods].map((method) => ({ method, path })));
  });

export const nameOf = ({ method, path }: Pick<RouteOf, 'method' | 'path'>): string =>
  `${method} ${path}`;
