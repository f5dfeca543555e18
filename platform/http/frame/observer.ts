import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../logging/index.js';
import type { Metrics } from '../../metrics/index.js';
import { userIfAny } from './authentication.js';

/**
 * Counts and logs the response once it is over. A request that is observed already is counted here
 * as well, under this observer's route, but by the same clock and with no second line.
 */
export type Observer = (request: IncomingMessage, response: ServerResponse) => void;

type Outcome = Readonly<{ status: number; seconds: number }>;

/** Counts the response to a request. */
export type Count = (request: IncomingMessage, outcome: Outcome) => void;

type ObserverOptions = Readonly<{
  metrics: Metrics;
  logger: Logger;
  /**
   * Returns the pattern of the route, so that labels stay few; called when the response is over.
   */
  routeOf: (request: IncomingMessage) => string;
  /**
   * Returns the client's address; not for services behind a gateway, whose client is the gateway.
   */
  addressOf?: (request: IncomingMessage) => string;
}>;

export const createObserver = (options: ObserverOptions): Observer => {
  const count = createCount(options);

  return (request, response) => {
    if (request.counts !== undefined) request.counts.push(count);
    else {
      request.counts = [count];
      observe(options, request, response);
    }
  };
};

const observe = (
  { logger, addressOf }: ObserverOptions,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  const startedAt = performance.now();
  // A closed socket has no address any more.
  const address = addressOf?.(request);
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 499;
    const outcome = { status, seconds: (performance.now() - startedAt) / 1000, address };
    for (const count of request.counts ?? []) count(request, outcome);
    log(logger, request, outcome);
  });
};

const createCount = ({ metrics, routeOf }: ObserverOptions): Count => {
  const duration = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its response',
    labels: ['method', 'route', 'status'],
  });

  return (request, { status, seconds }) => {
    const { method = '' } = request;
    duration.observe({ method, route: routeOf(request), status }, seconds);
  };
};

const log = (
  logger: Logger,
  request: IncomingMessage,
  { status, seconds, address }: Outcome & Readonly<{ address: string | undefined }>,
): void => {
  const level = status < 400 ? 'debug' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const { method, url = '', context } = request;
  const path = url.split('?', 1)[0];
  const ms = Math.round(seconds * 1000);
  const userId = userIfAny(request)?.userId;
  logger[level](
    { method, path, status, ms, address, requestId: context.requestId, userId },
    'answered',
  );
};
