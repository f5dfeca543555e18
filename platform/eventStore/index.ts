export { connectEventStore } from './connectEventStore.js';
export {
  AppendTooLarge,
  EventStoreAccessDenied,
  EventStoreUnavailable,
  OutcomeUnknown,
  SubscriptionDropped,
  WrongExpectedRevision,
} from './errors.js';
export { eventIdOf } from './eventId.js';
export { eventBytes, maxAppendBytes } from './eventSize.js';
export { storeId, storeStream } from './storeId.js';
export type * from './types.js';
