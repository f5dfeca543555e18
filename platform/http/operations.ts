import type { IncomingMessage, ServerResponse } from 'node:http';
import { withTimeout } from '../concurrency/index.js';
import type { Metrics } from '../metrics/index.js';
import { sendJson } from './output/send.js';

/** Each resolves while the dependency of that name works. A check has 1 s. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

type Operations = Readonly<{
  service: string;
  metrics: Metrics;
  readiness: ReadinessChecks;
  /** In the response of `/ready` as well, but the process is of use without them. */
  informative?: ReadinessChecks;
}>;

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Routes that tell about the process itself: `/health`, `/ready`, `/metrics`. */
export const operationRoutes = ({
  service,
  metrics,
  readiness,
  informative = {},
}: Operations): Readonly<Record<'/health' | '/ready' | '/metrics', Handler>> => ({
  '/health': (_, response) => sendJson(response, 200, { status: 'ok', service }),
  '/ready': async (_, response) => {
    const [needed, others] = await Promise.all([stateOf(readiness), stateOf(informative)]);
    const isReady = Object.values(needed).every((state) => state === 'ok');
    const dependencies = { ...needed, ...others };
    const status = isReady ? 'ready' : 'not ready';
    sendJson(response, isReady ? 200 : 503, { status, service, dependencies });
  },
  '/metrics': async (_, response) => {
    const text = await metrics.text();
    response.setHeader('Content-Type', metrics.registry.contentType);
    response.end(text);
  },
});

const stateOf = async (readiness: ReadinessChecks): Promise<Record<string, 'ok' | 'failing'>> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(readiness).map(async ([name, check]) => {
        try {
          await withTimeout(check(), 1000, name);

          return [name, 'ok'] as const;
        } catch {
          return [name, 'failing'] as const;
        }
      }),
    ),
  );
