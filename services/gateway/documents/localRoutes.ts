import type { BlockList } from 'node:net';
import { operationRoutes, type Handle } from '../../../platform/http/index.js';
import type { SessionVerifier } from '../../../platform/identity/index.js';
import type { Metrics } from '../../../platform/metrics/index.js';
import type { Redis } from '../../../platform/redis/index.js';
import { pageRoutes, type PageSettings } from '../pages/pageRoutes.js';
import type { UpstreamName } from '../routes.js';
import type { Origin } from '../upstreams/origins/origin.js';
import { statusOf } from '../upstreams/origins/statusOf.js';
import type { Upstream } from '../upstreams/relay.js';
import { documentRoutes } from './documentRoutes.js';

type Deps = Readonly<{
  service: string;
  metrics: Metrics;
  identity: SessionVerifier;
  redis: Redis | null;
  upstreams: Readonly<Record<UpstreamName, Upstream>>;
  operationsAllow: BlockList;
  pages: PageSettings;
}>;

/** Health, pages and documents for everybody; readiness and metrics for operators. */
export const createLocalRoutes = (deps: Deps): Readonly<Record<string, Handle>> => {
  const { service, metrics, identity, operationsAllow } = deps;

  return {
    ...operationRoutes({
      service,
      metrics,
      readiness: { keys: identity.ready },
      informative: { ...redisCheck(deps), ...upstreamChecks(deps) },
      operationsAllow,
    }),
    ...pageRoutes(deps.pages),
    ...documentRoutes(),
  };
};

const redisCheck = ({ redis }: Deps): Record<string, () => Promise<void>> =>
  redis === null
    ? {}
    : {
        redis: async () => {
          await redis.ping();
        },
      };

/** One process that lives is enough. */
const upstreamChecks = ({ upstreams }: Deps): Record<string, () => Promise<void>> =>
  Object.fromEntries(
    Object.values(upstreams).map(({ name, origins }) => [
      name,
      async () => {
        await Promise.any(origins.all().map(requireHealth));
      },
    ]),
  );

const requireHealth = async (origin: Origin): Promise<void> => {
  const status = await statusOf(origin, '/health');
  if (status !== 200) throw new Error(`${origin.url} answers ${status}`);
};
