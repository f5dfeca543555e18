import type { SendRequest } from '../http.js';
import { hasCode } from '../problem.js';

/** `endsAt`: by the clock of this machine, which all tabs share; in milliseconds since 1970. */
export type Token = Readonly<{ accessToken: string; refreshToken?: string; endsAt: number }>;

type AccessToken = Readonly<{
  set: (token: Token | null) => void;
  /** Returns a token that lives on for a while; renews it before. */
  get: () => Promise<string | null>;
  /** Returns another token than `refused`. */
  renew: (refused: string) => Promise<string | null>;
  /** Returns what ends the session at the server, whatever is set afterwards. */
  revocation: () => () => Promise<unknown>;
}>;

type Deps = Readonly<{
  send: SendRequest;
  cookie: boolean;
  alone: <T>(work: () => Promise<T>) => Promise<T>;
  onRenewed: (token: Token) => void;
  onEnded: () => void;
}>;

/** A token that is about to end is as good as none. */
const marginMs = 20_000;

export const createAccessToken = (deps: Deps): AccessToken => {
  let token: Token | null = null;
  let renewing: Promise<string | null> | null = null;

  const isFresh = (refused: string | null): boolean =>
    token !== null && token.accessToken !== refused && !endsSoon(token);

  /** Another tab may have renewed it while this one waited. */
  const renewAlone = (refused: string | null): Promise<string | null> =>
    deps.alone(async () => {
      if (!isFresh(refused)) token = await refreshed(deps, token);
      if (token !== null) deps.onRenewed(token);

      return token?.accessToken ?? null;
    });

  const renew = (refused: string | null): Promise<string | null> => {
    renewing ??= renewAlone(refused).finally(() => {
      renewing = null;
    });

    return renewing;
  };

  return {
    set: (next) => {
      token = next;
    },
    get: () => (isFresh(null) ? Promise.resolve(token?.accessToken ?? null) : renew(null)),
    renew,
    revocation: () => {
      const body = bodyOf(token);

      return () => deps.send({ method: 'POST', path: '/api/auth/logout', headers: {}, body });
    },
  };
};

/** Returns a point in time by the clock of this machine. */
export const endOf = (expiresIn: number): number =>
  new Date(Date.now() + expiresIn * 1000).getTime();

const endsSoon = ({ endsAt }: Token): boolean => new Date(endsAt - marginMs) <= new Date();

type Pair = Readonly<{ accessToken: string; refreshToken?: string; expiresIn: number }>;

/** Returns null when the session has ended; rejects while nobody knows. */
const refreshed = async ({ send, onEnded }: Deps, token: Token | null): Promise<Token | null> => {
  try {
    const request = { method: 'POST', path: '/api/auth/refresh', headers: {}, body: bodyOf(token) };
    const { expiresIn, ...pair } = (await send(request)).body as Pair;

    return { ...pair, endsAt: endOf(expiresIn) };
  } catch (error) {
    if (!hasCode(error, 'REFRESH_TOKEN_INVALID', 'REFRESH_TOKEN_REUSED', 'VALIDATION_FAILED'))
      throw error;
    onEnded();

    return null;
  }
};

/** Without a token in the body, the cookie counts. */
const bodyOf = (token: Token | null): object =>
  token?.refreshToken === undefined ? {} : { refreshToken: token.refreshToken };
