import { type RequestListener } from 'node:http';
import { callerOf, type NodeUser } from '../user.js';

/** What everybody may look at, before and without naming an account. */
const open: ReadonlySet<string> = new Set(['/ping', '/info', '/gossip', '/stats', '/health/live']);

/** The same pages for the user only; for everybody when there is none. */
export const behindDoor = (user: NodeUser | undefined, pages: RequestListener): RequestListener => {
  if (user === undefined) return pages;

  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const caller = callerOf(request.headers.authorization, user);
    if (caller === 'user' || (caller === 'nobody' && open.has(path))) pages(request, response);
    else response.writeHead(401, { 'www-authenticate': 'Basic realm="ES"' }).end();
  };
};
