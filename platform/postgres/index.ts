export { connectDatabase, type Database, type Queryable, type Statement } from './database.js';
export { CommitUnknown, DatabaseUnavailable, isUniqueViolation } from './errors.js';
export { type Leadership, withLeadership } from './leadership.js';
export { listen } from './listen.js';
export { pinnedPlans } from './pinnedPlans.js';
