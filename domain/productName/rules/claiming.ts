import type { ClaimName } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { NameClaimed } from '../events.js';
import type { ProductName } from '../state.js';

/** A claim this old, whose product does not hold the name, may be taken over. */
const abandonedAfterMs = 10_000;

/**
 * A repeated claim is renewed: its product has not been added, and another may wait to take over.
 */
export const claimName = ({ data }: ClaimName, holder: ProductName): NameClaimed[] => {
  requireClaimable(holder, data);

  return [nameClaimed(data)];
};

const requireClaimable = (
  holder: ProductName,
  { productId, from, now }: ClaimName['data'],
): void => {
  if (holder === null || holder.productId === productId) return;
  if (holder.productId !== from || !isAbandoned(holder.claimedAt, now))
    throw ruleBroken('NAME_TAKEN', 'Another product has this name');
};

const isAbandoned = (claimedAt: string, now: string): boolean =>
  Date.parse(now) - Date.parse(claimedAt) > abandonedAfterMs;

const nameClaimed = ({ name, productId, now }: ClaimName['data']): NameClaimed => ({
  type: 'NameClaimed',
  data: { name, productId, claimedAt: now },
});
