import { assertNever } from '../decider.js';
import type { NameClaimed, ProductNameEvent } from './events.js';
import type { ProductName } from './state.js';

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
