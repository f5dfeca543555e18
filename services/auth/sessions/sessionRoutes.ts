import type { Request, Response, Router } from 'express';
import {
  credentials,
  refreshTokenBody,
  registration,
  type TokenPair,
} from '../../../contracts/http/auth.js';
import { parseBody, Problem, problem, userIfAny } from '../../../platform/http/index.js';
import type { Accounts } from '../accounts/accounts.js';
import { endCookie, putIntoCookie, refreshCookieOf, requireOwnOrigin } from './refreshCookie.js';
import type { Sessions } from './sessions.js';

type Deps = Readonly<{ accounts: Accounts; sessions: Sessions }>;

/** How sessions begin, go on and end: with the refresh token in the body, or in a cookie. */
export const sessionRoutes =
  (deps: Deps) =>
  (router: Router): void => {
    const { accounts, sessions } = deps;
    router.post('/api/auth/register', async (request, response) => {
      const { cookie, ...given } = parseBody(registration, request);
      const toBody = cookie === true ? intoCookie(request, response) : asItIs;
      response.status(201).json(toBody(await accounts.register(given, request.context.requestId)));
    });
    router.post('/api/auth/login', async (request, response) => {
      const { cookie, ...given } = parseBody(credentials, request);
      const toBody = cookie === true ? intoCookie(request, response) : asItIs;
      const answer = await accounts.logIn(given, request.context.requestId);
      const { accessToken: token } = answer;
      response.json(toBody(given.username === undefined ? answer : { ...answer, token }));
    });
    router.post('/api/auth/refresh', async (request, response) => {
      const { requestId } = request.context;
      const { refreshToken } = parseBody(refreshTokenBody, request);
      if (refreshToken !== undefined)
        response.json(await sessions.refresh(refreshToken, requestId));
      else await refreshByCookie(deps, request, response);
    });
    router.post('/api/auth/logout', async (request, response) => {
      const { refreshToken } = parseBody(refreshTokenBody, request);
      const userId = userIfAny(request)?.userId ?? null;
      if (refreshToken !== undefined) await sessions.logOut(refreshToken, userId);
      else await logOutByCookie(deps, request, response);
      response.status(204).end();
    });
  };

/** Checked before there is a session. */
const intoCookie = (request: Request, response: Response) => {
  const origin = requireOwnOrigin(request);

  return (pair: TokenPair): object => putIntoCookie(pair, { origin, response });
};

const asItIs = (pair: TokenPair): object => pair;

const refreshByCookie = async (
  { sessions }: Deps,
  request: Request,
  response: Response,
): Promise<void> => {
  const token = requiredCookieOf(request);
  const origin = requireOwnOrigin(request);
  try {
    const pair = await sessions.refresh(token, request.context.requestId);
    response.json(putIntoCookie(pair, { origin, response }));
  } catch (error) {
    if (isRefused(error)) endCookie({ origin, response });
    throw error;
  }
};

const logOutByCookie = async (
  { sessions }: Deps,
  request: Request,
  response: Response,
): Promise<void> => {
  const token = requiredCookieOf(request);
  const origin = requireOwnOrigin(request);
  await sessions.logOut(token, userIfAny(request)?.userId ?? null);
  endCookie({ origin, response });
};

const requiredCookieOf = (request: Request): string => {
  const token = refreshCookieOf(request);
  if (token === null)
    throw problem(400, 'VALIDATION_FAILED', 'The request has invalid fields', {
      errors: [{ path: 'refreshToken', message: 'In the body, or as a cookie' }],
    });

  return token;
};

const isRefused = (error: unknown): boolean => error instanceof Problem && error.status === 401;
