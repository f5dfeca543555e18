import type { IncomingMessage } from 'node:http';
import {
  socketAuth,
  type ConnectErrorCode,
  type SocketAuth,
} from '../../../contracts/socket/index.js';
import { Problem, type Principal, type TokenVerifier } from '../../../platform/http/index.js';

/**
 * Returns why a request may not even begin a handshake, or null. A token in a URL would end up in
 * logs.
 */
export const handshakeRefusalOf = (
  { url = '/', headers }: IncomingMessage,
  corsOrigins: readonly string[],
): string | null => {
  if (hasToken(new URLSearchParams(url.split('?', 2)[1]))) return 'TOKEN_IN_URL';

  return isKnownOrigin(headers, corsOrigins) ? null : 'ORIGIN_NOT_ALLOWED';
};

const tokenNames = ['token', 'access_token', 'accesstoken', 'auth', 'authorization', 'jwt'];

const hasToken = (query: URLSearchParams): boolean =>
  [...query].some(([name, value]) => tokenNames.includes(name.toLowerCase()) || looksSigned(value));

const looksSigned = (value: string): boolean => /eyJ[\w-]+\.[\w-]+\.[\w-]*/.test(value);

/**
 * Programs send no origin. A page must come from this host, under whatever name, or from an origin
 * of the list.
 */
const isKnownOrigin = (
  { origin, host, 'x-forwarded-host': forwarded }: IncomingMessage['headers'],
  corsOrigins: readonly string[],
): boolean => {
  if (origin === undefined || corsOrigins.includes(origin)) return true;
  if (!URL.canParse(origin)) return false;

  return [host, forwarded].includes(new URL(origin).host);
};

/** Refuses a handshake: the client's `connect_error` has the code as its message and in `data`. */
export class ConnectError extends Error {
  readonly data: Readonly<{ code: ConnectErrorCode }>;

  constructor(code: ConnectErrorCode) {
    super(code);
    this.data = { code };
  }
}

/** Parses what the client sent as `auth`. Throws ConnectError. */
export const parseAuth = (auth: unknown): SocketAuth => {
  const { success, data } = socketAuth.safeParse(auth);
  if (!success) throw new ConnectError('AUTH_INVALID');

  return data;
};

/** Throws ConnectError, never anything else. */
export const principalOf = (verifier: TokenVerifier, token: string): Principal => {
  try {
    return verifier.verify(token);
  } catch (error) {
    throw new ConnectError(error instanceof Problem ? codeOf(error) : 'UNAVAILABLE');
  }
};

const codeOf = ({ code }: Problem): ConnectErrorCode =>
  code === 'TOKEN_INVALID' || code === 'TOKEN_EXPIRED' || code === 'SESSION_REVOKED'
    ? code
    : 'UNAVAILABLE';
