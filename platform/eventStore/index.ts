export { accessReport, connectWithAccess } from './access/connectWithAccess.js';
export { grantReadOfAll } from './access/grantReadOfAll.js';
export { connectEventStore } from './connectEventStore.js';
export {
  EventStoreAccessDenied,
  EventStoreUnavailable,
  OutcomeUnknown,
  WrongExpectedRevision,
} from './errors.js';
export { eventIdOf } from './eventId.js';
export { eventBytes, maxAppendBytes } from './eventSize.js';
export { storeId, storeStream } from './storeId.js';
export type * from './types.js';
