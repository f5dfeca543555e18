import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { RequestContext } from '../../../platform/http/index.js';

/**
 * All headers that an upstream gets. Everything else stays here: identity headers (`x-user-*`,
 * `x-internal-*`, `forwarded`) in any spelling, hop-by-hop headers, those that `Connection` names,
 * and whatever else a client makes up.
 */
const forwarded = [
  'accept',
  'accept-language',
  'authorization',
  'content-encoding',
  'content-type',
  'idempotency-key',
  'if-match',
  'if-none-match',
  'tracestate',
  'user-agent',
  'x-min-position',
] as const;

/** Returns the headers for an upstream in the form of undici: name, value, name, value. */
export const requestHeaders = (request: IncomingMessage): string[] => {
  const { headers, context } = request;
  const named = namedByConnection(headers);
  const result = ['x-request-id', context.requestId, 'traceparent', traceparentOf(context)];
  if (request.url?.startsWith('/api/auth/') === true) pushCookie(result, headers);
  for (const name of forwarded) {
    const value = headers[name];
    if (typeof value === 'string' && !named.has(name)) result.push(name, value);
  }

  return result;
};

/**
 * The cookie of a session, and what tells whose page sent it: the host that the client used is not
 * the one that the upstream sees. Other cookies of the host are no business of the services.
 */
const pushCookie = (result: string[], { cookie, origin, host }: IncomingHttpHeaders): void => {
  const [session] = /(?<=^|; ?)quicksale_refresh=[\w-]*/.exec(cookie ?? '') ?? [];
  if (session !== undefined) result.push('cookie', session);
  if (origin !== undefined && host !== undefined)
    result.push('origin', origin, 'x-forwarded-host', host);
};

const framing = ['host', 'content-length', 'transfer-encoding'] as const;

/** The same for an upstream in this process, which reads the body itself. */
export const inProcessHeaders = (request: IncomingMessage): IncomingHttpHeaders => {
  const passed = requestHeaders(request);
  const headers: IncomingHttpHeaders = {};
  for (let at = 0; at < passed.length; at += 2) headers[passed[at] ?? ''] = passed[at + 1];
  for (const name of framing) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = value;
  }

  return headers;
};

/** Returns the trace context that came in, or a new one. */
const traceparentOf = ({ traceparent }: RequestContext): string => {
  if (traceparent !== null) return traceparent;

  // Node has random bytes for UUIDs ready, and makes a system call for any others
  return `00-${randomHex()}-${randomHex().slice(16)}-01`;
};

const randomHex = (): string => randomUUID().replaceAll('-', '');

const hopByHop = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

const ofTheGateway = new Set(['date', 'server', 'x-powered-by', 'x-request-id']);

/** Returns the headers of an upstream's response that the client gets. */
export const responseHeaders = (headers: IncomingHttpHeaders): [string, string | string[]][] => {
  const named = namedByConnection(headers);
  const result: [string, string | string[]][] = [];
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined && !hopByHop.has(name) && !ofTheGateway.has(name) && !named.has(name))
      result.push([name, value]);

  return result;
};

const nothing: ReadonlySet<string> = new Set();

const namedByConnection = ({ connection }: IncomingHttpHeaders): ReadonlySet<string> =>
  connection === undefined || connection === 'keep-alive'
    ? nothing
    : new Set(connection.split(',').map((name) => name.trim().toLowerCase()));
