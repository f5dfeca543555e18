export { AlreadyRunning, runExclusively } from './advisoryLock.js';
export { connectDatabase, type Database } from './database.js';
export {
  CommitUnknown,
  DatabaseRefused,
  DatabaseUnavailable,
  isUniqueViolation,
  lastingRefusal,
} from './errors.js';
export { type Leadership, withLeadership } from './leadership.js';
export { listen } from './listen.js';
export { pinnedPlans } from './pinnedPlans.js';
export type { Queryable, Statement } from './queryable.js';
export { storableText } from './storableText.js';
