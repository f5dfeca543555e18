import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TokenPair } from '../../../contracts/http/auth.js';
import { problem } from '../../../platform/http/index.js';

const name = 'quicksale_refresh';

/** As long as a refresh token that is not used. */
const secondsToLive = 7 * 86_400;

/** Returns the refresh token of the cookie; null without one. */
export const refreshCookieOf = ({ headers }: IncomingMessage): string | null => {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? '';

  return /^[\w-]{1,256}$/.test(own) ? own : null;
};

/**
 * Returns the origin of the page that sends the request. Throws 403 ORIGIN_REFUSED unless it is of
 * this host: the browser adds the cookie by itself, whoever the page belongs to.
 */
export const requireOwnOrigin = ({ headers }: IncomingMessage): URL => {
  const { origin = '', host, 'x-forwarded-host': forwarded } = headers;
  const page = URL.canParse(origin) ? new URL(origin) : null;
  if (page === null || ![host, forwarded].includes(page.host))
    throw problem(403, 'ORIGIN_REFUSED', 'The cookie is for pages of this host only');

  return page;
};

type Pages = Readonly<{ origin: URL; response: ServerResponse }>;

/** Sets the cookie, and returns what is left for the body. */
export const putIntoCookie = <P extends TokenPair>(
  pair: P,
  { origin, response }: Pages,
): Omit<P, 'refreshToken'> => {
  const { refreshToken, ...rest } = pair;
  response.setHeader('Set-Cookie', cookie(refreshToken, secondsToLive, origin));

  return rest;
};

export const endCookie = ({ origin, response }: Pages): void => {
  response.setHeader('Set-Cookie', cookie('', 0, origin));
};

const cookie = (value: string, maxAge: number, { protocol }: URL): string =>
  [
    `${name}=${value}`,
    'Path=/api/auth',
    `Max-Age=${maxAge}`,
    'HttpOnly',
    'SameSite=Strict',
    ...(protocol === 'https:' ? ['Secure'] : []),
  ].join('; ');
