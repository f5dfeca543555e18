import type { Event } from '../decider.js';

/** The name is taken by a product, or is about to be: a claim comes before ProductAdded. */
export type NameClaimed = Event<
  'NameClaimed',
  { name: string; productId: string; claimedAt: string }
>;

export type NameReleased = Event<
  'NameReleased',
  { name: string; productId: string; releasedAt: string }
>;

export type ProductNameEvent = NameClaimed | NameReleased;
