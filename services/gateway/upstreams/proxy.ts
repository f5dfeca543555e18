import type { Dispatcher } from 'undici';
import { problem, type Problem, timeLimitHeader } from '../../../platform/http/index.js';
import { upstreamUnavailable } from './gate.js';
import { requestHeaders } from './headers.js';
import { createRelay, type Exchange, type Failure } from './relay.js';

/**
 * Resolves when the upstream's response has been relayed, or cut. Rejects with 503 or 504 before it
 * has begun.
 */
export type Proxy = (exchange: Exchange) => Promise<void>;

type Options = Readonly<{ dispatcher: Dispatcher; timeoutMs: number }>;

/** The upstream hears of less time than there is, so that its answer comes before ours. */
const shareOfUpstream = 0.95;

/** In milliseconds: of a request that waits for its turn, from then on to its answer. */
const waitTimeoutMs = 9_000;

export const createProxy = ({ dispatcher, timeoutMs }: Options): Proxy => {
  const timeLimit = [timeLimitHeader, String(Math.floor(timeoutMs * shareOfUpstream))];

  return async (exchange) => {
    const { upstream, request, response, body } = exchange;
    const passage = upstream.gate.acquire();

    return new Promise((resolve, reject) => {
      const done = (): void => {
        passage.release();
        resolve();
      };
      const failed = (failure: Failure): void => {
        if (failure.reason !== 'client gone') passage.failed();
        passage.release();
        reject(toProblem(exchange, failure));
      };
      // A response that has begun gets the same time again for the rest.
      const started = (): void => {
        passage.succeeded();
        timer.refresh();
      };
      const waits = (): void => {
        passage.succeeded();
        passage.release();
        clearTimeout(timer);
        timer = setTimeout(() => abort('timeout'), waitTimeoutMs);
      };
      const { handler, abort } = createRelay(exchange, { waits, started, done, failed });
      let timer = setTimeout(() => abort('timeout'), timeoutMs);
      response.once('close', () => {
        clearTimeout(timer);
        if (!response.writableFinished) abort('client gone');
      });
      const method = request.method as Dispatcher.HttpMethod;
      const headers = [...requestHeaders(request), ...timeLimit];
      const { url: path = '/' } = request;
      dispatcher.dispatch({ origin: upstream.origin, path, method, headers, body }, handler);
    });
  };
};

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

const toProblem = ({ upstream, request }: Exchange, { reason, isSent }: Failure): Problem => {
  if (!isSent) return upstreamUnavailable(upstream.name);
  if (!reads.has(request.method ?? ''))
    return problem(504, 'OUTCOME_UNKNOWN', 'It may have been done; repeat it to find out', soon);

  return reason === 'timeout'
    ? problem(504, 'UPSTREAM_TIMEOUT', `The ${upstream.name} service took too long`, soon)
    : upstreamUnavailable(upstream.name);
};

const soon = { headers: { 'Retry-After': '1' } };
