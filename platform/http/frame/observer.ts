import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../../logging/index.js';
import type { Metrics } from '../../metrics/index.js';

export type Observer = (
  request: IncomingMessage,
  response: ServerResponse,
  routeOf: () => string,
) => void;

type AddressOf = (request: IncomingMessage) => string;

/**
 * Counts and logs every answer; routes are patterns, so that the labels stay few. `addressOf` is for who sees the
 * client itself: behind a gateway it would be the gateway's.
 */
export const createObserver = (
  metrics: Metrics,
  logger: Logger,
  addressOf?: AddressOf,
): Observer => {
  const duration = metrics.histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from a request to the end of its answer',
    labels: ['method', 'route', 'status'],
  });

  return (request, response, routeOf) => {
    const began = performance.now();
    // A socket that is closed has forgotten it.
    const address = addressOf?.(request);
    response.once('close', () => {
      const { method = '' } = request;
      const status = response.writableFinished ? response.statusCode : 499;
      const seconds = (performance.now() - began) / 1000;
      duration.observe({ method, route: routeOf(), status }, seconds);
      log(logger, request, { status, ms: Math.round(seconds * 1000), address });
    });
  };
};

const log = (
  logger: Logger,
  { method, url = '', context, principal }: IncomingMessage,
  answer: Readonly<{ status: number; ms: number; address: string | undefined }>,
): void => {
  const level = answer.status < 400 ? 'debug' : 'info';
  if (!logger.isLevelEnabled(level)) return;
  const path = url.split('?', 1)[0];
  const userId = principal !== undefined && 'userId' in principal ? principal.userId : undefined;
  logger[level]({ method, path, ...answer, requestId: context.requestId, userId }, 'answered');
};
