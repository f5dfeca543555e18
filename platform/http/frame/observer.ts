import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../logging/index.js';
import type { Metrics } from '../../metrics/index.js';
import { serviceOf, type Span, startSpan } from '../../tracing/index.js';
import { userIfAny } from './authentication.js';

/**
 * Counts and logs the response once it is over: one line, at info where the client's address is
 * known, which is where the request came in. A request that is observed already is counted here
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

export const createObserver = (given: ObserverOptions): Observer => {
  const service = serviceOf(given.logger);
  const options = { ...given, service, logger: withoutRedaction(given.logger) };
  const count = createCount(options);

  return (request, response) => {
    if (request.counts !== undefined) request.counts.push(count);
    else {
      request.counts = [count];
      observe(options, request, response);
    }
  };
};

/**
 * Looking for secrets costs 30 µs a line, and writing it 5: these lines have a fixed set of fields,
 * none of which is secret.
 */
const withoutRedaction = (logger: Logger): Logger => logger.child({}, { redact: [] });

/** A service in the process of its gateway begins when it is called. */
const startOf = ({ dispatched, arrivedAt }: IncomingMessage): number =>
  (dispatched === undefined ? arrivedAt : undefined) ?? performance.now();

const observe = (
  { logger, addressOf, routeOf, service }: ObserverOptions & Readonly<{ service: string }>,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  const startedAt = startOf(request);
  const span = trace(service, request);
  // A closed socket has no address any more.
  const address = addressOf?.(request);
  const requestedPath = pathOf(request);
  response.once('close', () => {
    const status = response.writableFinished ? response.statusCode : 499;
    const outcome = {
      status,
      seconds: (performance.now() - startedAt) / 1000,
      address,
      requestedPath,
    };
    for (const count of request.counts ?? []) count(request, outcome);
    log(logger, request, outcome);
    span?.end({ name: nameOf(request, routeOf), attributes: attributesOf(status) });
  });
};

/** From here on the request is traced as what this span causes. */
const trace = (service: string, request: IncomingMessage): Span | null => {
  const { context, method = '' } = request;
  if (probes.has(pathOf(request))) return null;
  const span = startSpan({ service, name: method, kind: 'server', parent: context.traceparent });
  if (span !== null) request.context = { ...context, traceparent: span.traceparent };

  return span;
};

const nameOf = (request: IncomingMessage, routeOf: ObserverOptions['routeOf']): string =>
  `${request.method ?? ''} ${routeOf(request)}`;

const attributesOf = (status: number) => ({ 'http.response.status_code': status });

const createCount = ({ metrics, routeOf }: ObserverOptions): Count => {
  const duration = metrics.histogram({
    name: 'quicksale_http_request_duration_seconds',
    help: 'Time from a request to the end of its response',
    labels: ['method', 'route', 'status'],
  });

  return (request, { status, seconds }) => {
    const { method = '' } = request;
    duration.observe({ method, route: routeOf(request), status }, seconds);
  };
};

/** Monitoring reads these every few seconds. */
const probes: ReadonlySet<string> = new Set(['/health', '/ready', '/metrics']);

type Logged = Outcome &
  Readonly<{
    address: string | undefined;
    /** As the client spelt it, before an old spelling was replaced. */
    requestedPath: string;
  }>;

const log = (
  logger: Logger,
  request: IncomingMessage,
  { status, seconds, address, requestedPath }: Logged,
): void => {
  const { method, context } = request;
  const path = pathOf(request);
  const isOfInterest = status >= 400 || (address !== undefined && !probes.has(path));
  const level = isOfInterest ? 'info' : 'debug';
  if (!logger.isLevelEnabled(level)) return;
  const ms = Math.round(seconds * 1000);
  const userId = userIfAny(request)?.userId;
  const { requestId } = context;
  const renamed = requestedPath !== path && { requestedPath };
  logger[level]({ method, path, ...renamed, status, ms, address, requestId, userId }, 'answered');
};

const pathOf = ({ url = '' }: IncomingMessage): string => url.split('?', 1)[0] ?? '';
