import type { IncomingMessage, ServerResponse } from 'node:http';
import { problem } from '../../../platform/http/index.js';

/**
 * Sets the headers for pages of other origins. Returns true for a preflight, which it responds to.
 */
export type Cors = (request: IncomingMessage, response: ServerResponse) => boolean;

const allowedHeaders =
  'Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Min-Position, X-Request-Id, traceparent';

const exposedHeaders =
  'Deprecation, ETag, Idempotency-Replayed, Link, Location, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Position, X-Request-Id, X-Stale';

/** `origins` are compared as a whole. Tokens travel in a header, so no origin needs credentials. */
export const createCors = (origins: readonly string[]): Cors => {
  const allowed = new Set(origins);

  return (request, response) => {
    const { origin } = request.headers;
    // Also without an origin: a cache would give that response to a page that needs the headers.
    if (allowed.size > 0 || origin !== undefined) response.setHeader('Vary', 'Origin');
    if (origin === undefined) return false;
    const isPreflight =
      request.method === 'OPTIONS' && 'access-control-request-method' in request.headers;
    if (!allowed.has(origin)) {
      if (isPreflight) throw problem(403, 'ORIGIN_REFUSED', 'This origin is not allowed');

      return false;
    }
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', exposedHeaders);
    // Helmet's default would keep the response from the pages that are allowed to read it.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    if (isPreflight) sendPreflight(response);

    return isPreflight;
  };
};

const sendPreflight = (response: ServerResponse): void => {
  response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, PATCH, DELETE');
  response.setHeader('Access-Control-Allow-Headers', allowedHeaders);
  response.setHeader('Access-Control-Max-Age', '600');
  response.writeHead(204).end();
};

/**
 * Whether a page of this origin may open a socket: the gateway's own host, or one of the list.
 * Without an origin it is no browser.
 */
export const mayConnect = ({ headers }: IncomingMessage, origins: readonly string[]): boolean => {
  const { origin, host } = headers;
  if (origin === undefined || origins.includes(origin)) return true;

  return URL.canParse(origin) && new URL(origin).host === host;
};
