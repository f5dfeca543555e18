import type { Dispatcher } from 'undici';
import { problem, unavailable, type Problem } from '../../../platform/http/index.js';
import { requestHeaders } from './headers.js';
import { createRelay, type Exchange, type Failure, type Upstream } from './relay.js';

/**
 * Resolves when the upstream's response has been relayed, or cut. Rejects with 503 or 504 before it
 * has begun.
 */
export type Proxy = (exchange: Exchange) => Promise<void>;

type Options = Readonly<{ dispatcher: Dispatcher; timeoutMs: number }>;

export const createProxy =
  ({ dispatcher, timeoutMs }: Options): Proxy =>
  (exchange) => {
    const { upstream, request, response, body } = exchange;
    if (!upstream.breaker.isClosed()) return Promise.reject(unreachable(upstream));

    return new Promise((resolve, reject) => {
      const failed = (failure: Failure): void => {
        if (failure.reason !== 'client gone') upstream.breaker.failed();
        reject(toProblem(exchange, failure));
      };
      const { handler, abort } = createRelay(exchange, {
        // A response that has begun gets the same time again for the rest.
        started: () => timer.refresh(),
        done: resolve,
        failed,
      });
      const timer = setTimeout(() => abort('timeout'), timeoutMs);
      response.once('close', () => {
        clearTimeout(timer);
        if (!response.writableFinished) abort('client gone');
      });
      const method = request.method as Dispatcher.HttpMethod;
      const headers = requestHeaders(request);
      const { url: path = '/' } = request;
      dispatcher.dispatch({ origin: upstream.origin, path, method, headers, body }, handler);
    });
  };

const reads = new Set(['GET', 'HEAD', 'OPTIONS']);

const toProblem = ({ upstream, request }: Exchange, { reason, isSent }: Failure): Problem => {
  if (!isSent) return unreachable(upstream);
  if (!reads.has(request.method ?? ''))
    return problem(504, 'OUTCOME_UNKNOWN', 'It may have been done; repeat it to find out', soon);

  return reason === 'timeout'
    ? problem(504, 'UPSTREAM_TIMEOUT', `The ${upstream.name} service took too long`, soon)
    : unreachable(upstream);
};

const soon = { headers: { 'Retry-After': '1' } };

const unreachable = ({ name }: Upstream): Problem =>
  unavailable('UPSTREAM_UNAVAILABLE', `The ${name} service does not answer`);
