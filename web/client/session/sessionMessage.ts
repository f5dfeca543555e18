import type { Token } from './accessToken.js';
import type { User } from '../types.js';

/** Whether the user ended it, or it came to an end by itself. */
export type SessionEnd = 'logged out' | 'ended';

/** What one tab says to the others. */
export type SessionMessage =
  | Readonly<{ kind: 'token'; token: Token; user: User }>
  | Readonly<{ kind: 'ended'; end: SessionEnd }>;
