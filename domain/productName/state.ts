/**
 * Who holds the name. `revision` is that of the last event, -1 before the first: it is the token
 * of the claim, which tells it from one that came after.
 */
export type ProductName = Readonly<{ revision: number; holder: NameHolder | null }>;

export type NameHolder = Readonly<{ productId: string; claimedAt: string }>;

export const initialState = (): ProductName => ({ revision: -1, holder: null });

/** A claim this old, whose product does not have the name, may be taken over. */
const abandonedAfterMs = 10_000;

/**
 * It only spares who is slow: two machines read the two clocks. What makes a takeover safe is
 * that the claim was revoked before, and its token.
 */
export const isAbandoned = ({ claimedAt }: NameHolder, now: string): boolean =>
  Date.parse(now) - Date.parse(claimedAt) > abandonedAfterMs;
