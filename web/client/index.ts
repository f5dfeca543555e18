import { createApi, type Api } from './api.js';
import { createBuying, type Buying } from './buying.js';
import { createClock, type Clock } from './clock.js';
import { createSend } from './http.js';
import { createSession, type Session } from './session/session.js';
import type { SessionMessage } from './session/sessionMessage.js';
import { createStorage } from './storage.js';
import { createTabs } from './session/tabs.js';
import { createUpdates, type Updates } from './updates.js';

export type { Api, Reply } from './api.js';
export { newKey, type Buying, type Line, type Purchase, type Repetition } from './buying.js';
export type { Clock } from './clock.js';
export { ApiProblem, hasCode, isTemporary } from './problem.js';
export type { SessionChange } from './session/currentUser.js';
export type { Credentials, Registration, Session } from './session/session.js';
export { delayMsOf } from './retry.js';
export { createStorage, type Storage } from './storage.js';
export type * from './types.js';
export type { ConnectionState, ServerEvent, Updates } from './updates.js';

export type Client = Readonly<{
  api: Api;
  session: Session;
  buying: Buying;
  updates: Updates;
  clock: Clock;
}>;

export type ClientOptions = Readonly<{
  /** Where the gateway is; empty for the page's own host. */
  origin?: string;
  /**
   * Whether the refresh token is in a cookie: for pages of the gateway's own host. Otherwise it
   * lives in memory, and a reload ends the session.
   */
  cookie?: boolean;
}>;

/** Everything that a shop needs of QuickSale. Nothing is sent before the first call. */
export const createClient = ({ origin = '', cookie = true }: ClientOptions = {}): Client => {
  const clock = createClock();
  const send = createSend({ origin, clock });
  const tabs = createTabs<SessionMessage>('quicksale.session');
  const session = createSession({ send, tabs, storage: createStorage('localStorage'), cookie });
  const api = createApi({ send, session });

  return {
    api,
    session,
    clock,
    buying: createBuying(api, createStorage('sessionStorage')),
    updates: createUpdates({ origin, session }),
  };
};
