import { assertNever } from '../decider.js';
import type { NameClaimed, ProductNameEvent } from './events.js';

/** Who holds the name, null when it is free. */
export type ProductName = Readonly<{ productId: string; claimedAt: string }> | null;

export const initialState = (): ProductName => null;

export const evolve = (_: ProductName, event: ProductNameEvent): ProductName => {
  switch (event.type) {
    case 'NameClaimed':
      return applyClaimed(event);
    case 'NameReleased':
      return null;
    default:
      return assertNever(event);
  }
};

const applyClaimed = ({ data: { productId, claimedAt } }: NameClaimed): ProductName => ({
  productId,
  claimedAt,
});
