import type { ClaimName } from '../commands.js';
import { ruleBroken } from '../errors.js';
import type { NameClaimed } from '../events.js';
import { isAbandoned, type ProductName } from '../state.js';

/**
 * A repeated claim is renewed: its product has not been added, and another may wait to take over.
 */
export const claimName = ({ data }: ClaimName, productName: ProductName): NameClaimed[] => {
  requireClaimable(productName, data);

  return [nameClaimed(data)];
};

const requireClaimable = (
  { holder, revision }: ProductName,
  { productId, from, now }: ClaimName['data'],
): void => {
  if (holder === null || holder.productId === productId) return;
  const isGivenUp = holder.productId === from?.productId && revision === from.token;
  if (!isGivenUp || !isAbandoned(holder, now))
    throw ruleBroken('NAME_TAKEN', 'Another product has this name');
};

const nameClaimed = ({ name, productId, now }: ClaimName['data']): NameClaimed => ({
  type: 'NameClaimed',
  data: { name, productId, claimedAt: now },
});
