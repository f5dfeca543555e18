import type { WantedUnits } from './unitsLeft.js';

/** How a wait ends. `refused`: a product of the order is sold out, or not on offer any more. */
export type WaitOutcome = 'admitted' | 'refused' | 'busy';

/** What is known of an order that wants to be let in. */
export type Wanted = Readonly<{
  orderId: string;
  requestFingerprint: string;
  lines: readonly WantedUnits[];
}>;

/** Calls back when the client has gone; returns a function that ends the wait of the request. */
export type BeginWait = (onGone: () => void) => () => void;

export type Wait = Readonly<{
  outcome: Promise<WaitOutcome>;
  /** For a request that needs its turn no more. */
  cancel: () => void;
}>;
