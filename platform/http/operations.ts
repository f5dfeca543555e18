import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BlockList } from 'node:net';
import { withTimeout } from '../concurrency/index.js';
import type { Metrics } from '../metrics/index.js';
import { NotReady } from '../process/index.js';
import { requireOperator } from './frame/operators.js';
import { sendJson } from './output/send.js';

/** Each resolves while the dependency of that name works. A check has 1 s. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

/** Texts by name. */
export type ReadinessNotes = () => Promise<Readonly<Record<string, readonly string[]>>>;

type Operations = Readonly<{
  service: string;
  metrics: Metrics;
  readiness: ReadinessChecks;
  /** In the response of `/ready` as well, but the process is of use without them. */
  informative?: ReadinessChecks;
  /** Who may read `/ready` and `/metrics`, beside this machine. */
  operationsAllow: BlockList;
  /** What people should know although all works; a list of texts for each name. */
  notes?: ReadinessNotes;
}>;

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/**
 * Routes that tell about the process itself: `/health` to everybody, and that it lives is all it
 * says; `/ready` and `/metrics` to operators, 404 to anybody else.
 */
export const operationRoutes = (
  options: Operations,
): Readonly<Record<'/health' | '/ready' | '/metrics', Handler>> => {
  const forOperators =
    (handle: Handler): Handler =>
    (request, response) => {
      requireOperator(request, options.operationsAllow);

      return handle(request, response);
    };

  return {
    '/health': (_, response) => sendJson(response, 200, { status: 'ok' }),
    '/ready': forOperators(sendReadiness(options)),
    '/metrics': forOperators(sendMetrics(options)),
  };
};

const isStopping = (): Promise<never> => Promise.reject(new NotReady('is stopping'));

const noNotes: ReadinessNotes = () => Promise.resolve({});

const sendReadiness =
  ({ service, readiness, informative = {}, notes = noNotes }: Operations): Handler =>
  async (request, response) => {
    const [needed, others, said] = await Promise.all([
      stateOf(request.isLast === true ? { ...readiness, process: isStopping } : readiness),
      stateOf(informative),
      notes().catch(noNotes),
    ]);
    const isReady = needed.every(({ state }) => state === 'ok');
    const status = isReady ? 'ready' : 'not ready';
    const answer = { status, service, ...toAnswer([...needed, ...others]), ...toNotes(said) };
    sendJson(response, isReady ? 200 : 503, answer);
  };

const sendMetrics =
  ({ metrics }: Operations): Handler =>
  async (_, response) => {
    const text = await metrics.text();
    response.setHeader('Content-Type', metrics.registry.contentType);
    response.end(text);
  };

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

const toNotes = (said: Readonly<Record<string, readonly string[]>>) => {
  const some = Object.entries(said).filter(([, texts]) => texts.length > 0);

  return some.length > 0 && { notes: Object.fromEntries(some) };
};

const toAnswer = (checked: readonly Checked[]) => {
  const reasons = checked.flatMap(({ name, reason }) =>
    reason === undefined ? [] : [[name, reason] as const],
  );

  return {
    dependencies: Object.fromEntries(checked.map(({ name, state }) => [name, state])),
    ...(reasons.length > 0 && { reasons: Object.fromEntries(reasons) }),
  };
};
