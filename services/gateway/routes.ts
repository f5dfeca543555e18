export const upstreamNames = ['auth', 'inventory', 'orders', 'notifier', 'operations'] as const;

export type UpstreamName = (typeof upstreamNames)[number];

export const limitNames = [
  'login',
  'account',
  'register',
  'orders',
  'reserve',
  'payments',
  'default',
] as const;

export type LimitName = (typeof limitNames)[number];

export type Route = Readonly<{ upstream: UpstreamName; limit: LimitName; isPublic: boolean }>;

/** Upstreams by the first segments of the path. No other path is passed on. */
export const upstreamOf: Readonly<Record<string, UpstreamName>> = {
  '/api/auth': 'auth',
  '/api/profile': 'auth',
  '/api/users': 'auth',
  '/api/products': 'inventory',
  '/api/inventory': 'inventory',
  '/api/orders': 'orders',
  '/api/payments': 'orders',
  '/api/notifications': 'notifier',
  '/api/streams': 'operations',
  '/api/operations': 'operations',
};

type Exception = Readonly<{ limit?: LimitName; isPublic?: boolean }>;

/** Routes that need no token, or have a limit of their own. */
export const exceptions: Readonly<Record<string, Exception>> = {
  'POST /api/auth/login': { limit: 'login', isPublic: true },
  'POST /api/auth/password': { limit: 'login' },
  'DELETE /api/auth/me': { limit: 'login' },
  'DELETE /api/profile': { limit: 'login' },
  'POST /api/auth/register': { limit: 'register', isPublic: true },
  'POST /api/auth/refresh': { isPublic: true },
  'POST /api/auth/logout': { isPublic: true },
  'GET /api/auth/.well-known/jwks.json': { isPublic: true },
  'HEAD /api/auth/.well-known/jwks.json': { isPublic: true },
  'POST /api/orders': { limit: 'orders' },
  'POST /api/inventory/reserve': { limit: 'reserve' },
  'POST /api/payments/webhook': { limit: 'payments', isPublic: true },
};

/** What visitors without an account may read. */
const catalogue = /^\/api\/(?:inventory\/)?products(?:\/[^/]+(?:\/stock)?)?$/;

const isCatalogue = (method: string, path: string): boolean =>
  (method === 'GET' || method === 'HEAD') && catalogue.test(path);

/** One shop calls it for all who pay. */
const limitOf = (method: string, path: string): LimitName =>
  method === 'POST' && /^\/api\/orders\/[^/]+\/payment$/.test(path) ? 'payments' : 'default';

/** Returns the route of a request; null when the gateway knows no such path. */
export const routeOf = (method: string, path: string): Route | null => {
  const upstream = upstreamOf[firstSegments(path)];
  if (upstream === undefined) return null;
  // The services read paths with and without a final slash alike: the limits must not differ.
  const plain = path.endsWith('/') ? path.slice(0, -1) : path;
  const { limit = limitOf(method, plain), isPublic = isCatalogue(method, plain) } =
    exceptions[`${method} ${plain}`] ?? {};

  return { upstream, limit, isPublic };
};

const firstSegments = (path: string): string => {
  const second = path.indexOf('/', 1);
  if (second === -1) return path;
  const third = path.indexOf('/', second + 1);

  return third === -1 ? path : path.slice(0, third);
};
