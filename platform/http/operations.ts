import type { IncomingMessage, ServerResponse } from 'node:http';
import { withTimeout } from '../concurrency/index.js';
import type { Metrics } from '../metrics/index.js';
import { NotReady } from '../process/index.js';
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
    const isReady = needed.every(({ state }) => state === 'ok');
    const status = isReady ? 'ready' : 'not ready';
    const answer = { status, service, ...toAnswer([...needed, ...others]) };
    sendJson(response, isReady ? 200 : 503, answer);
  },
  '/metrics': async (_, response) => {
    const text = await metrics.text();
    response.setHeader('Content-Type', metrics.registry.contentType);
    response.end(text);
  },
});

type Checked = Readonly<{ name: string; state: 'ok' | 'failing'; reason?: string }>;

const stateOf = (checks: ReadinessChecks): Promise<Checked[]> =>
  Promise.all(
    Object.entries(checks).map(async ([name, check]): Promise<Checked> => {
      try {
        await withTimeout(check(), 1000, name);

        return { name, state: 'ok' };
      } catch (error) {
        const reason = error instanceof NotReady ? { reason: error.message } : {};

        return { name, state: 'failing', ...reason };
      }
    }),
  );

const toAnswer = (checked: readonly Checked[]) => {
  const reasons = checked.flatMap(({ name, reason }) =>
    reason === undefined ? [] : [[name, reason] as const],
  );

  return {
    dependencies: Object.fromEntries(checked.map(({ name, state }) => [name, state])),
    ...(reasons.length > 0 && { reasons: Object.fromEntries(reasons) }),
  };
};
