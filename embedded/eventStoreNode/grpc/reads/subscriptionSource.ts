import { type RecordedEvent } from '../../storage/record.js';

export type Delivery =
  | { readonly kind: 'event'; readonly event: RecordedEvent }
  | { readonly kind: 'checkpoint'; readonly position: LogPosition };

/** The prepare position of a page's start is 0. */
export type LogPosition = { readonly commit: number; readonly prepare: number };

/** Where a subscription stands, and what comes next for it. */
export type SubscriptionSource = {
  /** Is anything committed that was not looked at yet? */
  hasMore(): boolean;
  /** Looks at the next few events. Throws a CallError when the subscription must end. */
  nextPage(): Iterable<Delivery>;
  /** What is to be sent when everything that was there has been sent. */
  goLive(): Iterable<Delivery>;
};
