import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  currentPathOf,
  deprecatedSince,
  toCurrentBody,
} from '../../../contracts/http/oldSpellings.js';
import { parseJson, problem, userIfAny } from '../../../platform/http/index.js';

type Exchange = Readonly<{ request: IncomingMessage; response: ServerResponse }>;

/**
 * Gives a request of an old spelling its current path, before anything looks at it, so that it has
 * the same rules and limits. Returns whether it was one; the response then says what to use.
 */
export const renewTarget = ({ request, response }: Exchange): boolean => {
  const { method = '', url = '/' } = request;
  const [path = '/'] = url.split('?', 1);
  const current = currentPathOf(method, path);
  if (current === null) return false;
  request.url = current + url.slice(path.length);
  response.setHeader('Deprecation', deprecatedSince);
  response.setHeader('Link', `<${current}>; rel="successor-version"`);

  return true;
};

/**
 * Returns the body with its current keys. Throws 403 FORBIDDEN when it names somebody else as its
 * sender, 400 for what is no JSON.
 */
export const renewBody = (request: IncomingMessage, bytes: Buffer): Buffer => {
  const { url = '/' } = request;
  const { body, sender } = toCurrentBody(parseJson(bytes), url.split('?', 1)[0] ?? '/');
  if (sender !== undefined && !isCaller(request, sender))
    throw problem(403, 'FORBIDDEN', 'user_id is somebody else');

  return Buffer.from(JSON.stringify(body));
};

const isCaller = (request: IncomingMessage, sender: unknown): boolean =>
  typeof sender === 'string' && sender.toLowerCase() === userIfAny(request)?.userId;
