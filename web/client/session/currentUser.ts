import type { Token } from './accessToken.js';
import { createListeners } from '../listeners.js';
import type { SessionEnd, SessionMessage } from './sessionMessage.js';
import type { Storage } from '../storage.js';
import type { Tabs } from './tabs.js';
import type { User } from '../types.js';

export type SessionChange =
  Readonly<{ user: User; end: null }> | Readonly<{ user: null; end: SessionEnd }>;

type Deps = Readonly<{ tabs: Tabs<SessionMessage>; storage: Storage; cookie: boolean }>;

const key = 'quicksale.user';

/** Who is signed in. With a cookie the next visit knows it, too, if the cookie is still valid. */
export const createCurrentUser = ({ tabs, storage, cookie }: Deps) => {
  const changes = createListeners<SessionChange>();
  let user: User | null = null;

  const become = (next: User): void => {
    const isNew = user?.id !== next.id;
    user = next;
    if (cookie) storage.write(key, next);
    if (isNew) changes.emit({ user: next, end: null });
  };

  return {
    user: () => user,
    onChange: changes.subscribe,
    become,
    forget: (end: SessionEnd): void => {
      storage.remove(key);
      const wasSignedIn = user !== null;
      user = null;
      if (wasSignedIn) changes.emit({ user: null, end });
    },
    /** Tells the other tabs whose token this is. */
    share: (token: Token): void => {
      if (cookie && user !== null) tabs.send({ kind: 'token', token, user });
    },
    /** Takes up who was signed in at the last visit. Returns whether somebody was. */
    resume: (): boolean => {
      const known = cookie ? (storage.read(key) as User | null) : null;
      if (known !== null) become(known);

      return known !== null;
    },
  };
};
