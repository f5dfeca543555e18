import type { IncomingMessage } from 'node:http';
import { problem, type Problem } from '../output/problem.js';

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const longestTarget = 4096;

/** Throws for a request that no route may see, whatever it is for. */
export const refuse = (request: IncomingMessage): void => {
  const problem = refusalOf(request);
  if (problem !== null) throw problem;
};

const refusalOf = (request: IncomingMessage): Problem | null => {
  const { method = '', url = '', headers } = request;
  if (!methods.has(method)) return methodNotAllowed([...methods]);
  if (headers.host === undefined && request.httpVersion === '1.1')
    return problem(400, 'BAD_REQUEST', 'The request has no Host', close);
  // Node 20 reads such requests as if they had no body: the next hop may see another boundary.
  const encoding = headers['transfer-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'chunked')
    return problem(
      400,
      'TRANSFER_ENCODING_REFUSED',
      'The only transfer encoding is chunked',
      close,
    );
  if (url.length > longestTarget)
    return problem(414, 'URI_TOO_LONG', `The target has more than ${longestTarget} characters`);

  return isPlainTarget(url)
    ? null
    : problem(400, 'PATH_REFUSED', 'The path is not in its plain form');
};

const close = { headers: { Connection: 'close' } };

export const methodNotAllowed = (
  allowed: readonly string[],
  { headers }: Readonly<{ headers?: Readonly<Record<string, string>> }> = {},
): Problem =>
  problem(405, 'METHOD_NOT_ALLOWED', `Allowed here: ${allowed.join(', ')}`, {
    headers: { Allow: allowed.join(', '), ...headers },
  });

/**
 * Whether it is in origin form, without encoded slash, dot or NUL, and without empty or dot
 * segments.
 */
const isPlainTarget = (url: string): boolean => {
  if (!url.startsWith('/')) return false;
  if (simple.test(url)) return true;
  const [path, query] = split(url);

  return !oddPath.test(path) && !query.includes('%00') && isDecodable(path) && isDecodable(query);
};

const simple = /^(?:\/[A-Za-z0-9_-]+)+(?:\.json)?\/?$/;
const oddPath = /%2f|%5c|%2e|%25|%0|%1|%3b|%7f|[\\;#]|\/\/|\/\.\.?(?:\/|$)|[^!-~]/i;

const split = (url: string): [string, string] => {
  const mark = url.indexOf('?');

  return mark === -1 ? [url, ''] : [url.slice(0, mark), url.slice(mark + 1)];
};

const isDecodable = (text: string): boolean => {
  try {
    decodeURIComponent(text);

    return true;
  } catch {
    return false;
  }
};
