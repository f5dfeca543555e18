import { createAccessToken, endOf, type Token } from './accessToken.js';
import { createCurrentUser, type SessionChange } from './currentUser.js';
import type { SessionEnd, SessionMessage } from './sessionMessage.js';
import type { SendRequest } from '../http.js';
import type { Storage } from '../storage.js';
import type { Tabs } from './tabs.js';
import type { User } from '../types.js';

export type Credentials = Readonly<{ email: string; password: string }>;

export type Registration = Credentials & Readonly<{ firstName?: string; lastName?: string }>;

export type Session = Readonly<{
  user: () => User | null;
  onChange: (listener: (change: SessionChange) => void) => () => void;
  register: (registration: Registration) => Promise<User>;
  logIn: (credentials: Credentials) => Promise<User>;
  /** Also while there is no network: then the session ends here, and later by itself. */
  logOut: () => Promise<void>;
  /** Takes up the session of an earlier visit, if there is one. Call it once, at the start. */
  resume: () => Promise<void>;
  /** Returns a token that is valid for a while, null for a visitor. */
  accessToken: () => Promise<string | null>;
  /** Returns another token than `refused`, null when the session has ended. */
  renew: (refused: string) => Promise<string | null>;
}>;

type Deps = Readonly<{
  send: SendRequest;
  tabs: Tabs<SessionMessage>;
  storage: Storage;
  /** Whether the browser keeps the refresh token, in a cookie that scripts cannot read. */
  cookie: boolean;
}>;

type SignedIn = Token & Readonly<{ user: User }>;

/**
 * The access token lives in memory only. With a cookie, all tabs share the session: one renews the
 * token for all of them, and the end in one is the end in all.
 */
export const createSession = (deps: Deps): Session => {
  const { send, tabs, cookie } = deps;
  const current = createCurrentUser(deps);
  const token = createAccessToken({
    send,
    cookie,
    alone: tabs.alone,
    onRenewed: (renewed) => current.share(renewed),
    onEnded: () => end('ended'),
  });

  const end = (why: SessionEnd): void => {
    token.set(null);
    current.forget(why);
    tabs.send({ kind: 'ended', end: why });
  };

  tabs.onMessage((message) => {
    token.set(message.kind === 'token' ? message.token : null);
    if (message.kind === 'token') current.become(message.user);
    else current.forget(message.end);
  });

  const signIn = async (path: string, given: object): Promise<User> => {
    const signedIn = await open({ send, cookie }, path, given);
    token.set(signedIn);
    current.become(signedIn.user);
    current.share(signedIn);

    return signedIn.user;
  };

  const logOut = async (): Promise<void> => {
    const revoke = token.revocation();
    end('logged out');
    await revoke().catch(() => undefined);
  };

  return {
    ...current,
    register: (registration) => signIn('/api/auth/register', registration),
    logIn: (credentials) => signIn('/api/auth/login', credentials),
    logOut,
    resume: async () => {
      if (current.resume()) await token.get().catch(() => undefined);
    },
    accessToken: () => (current.user() === null ? Promise.resolve(null) : token.get()),
    renew: (refused) => token.renew(refused),
  };
};

type Answer = Readonly<{
  accessToken: string;
  refreshToken?: string;
  expiresIn: number;
  user: User;
}>;

const open = async (
  { send, cookie }: Pick<Deps, 'send' | 'cookie'>,
  path: string,
  given: object,
): Promise<SignedIn> => {
  const body = { ...given, ...(cookie && { cookie }) };
  const reply = await send({ method: 'POST', path, headers: {}, body });
  const { expiresIn, ...answer } = reply.body as Answer;

  return { ...answer, endsAt: endOf(expiresIn) };
};
