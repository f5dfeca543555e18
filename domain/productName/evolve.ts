import { assertNever } from '../decider.js';
import type { NameClaimed, ProductNameEvent } from './events.js';
import type { NameHolder, ProductName } from './state.js';

export const evolve = (productName: ProductName, event: ProductNameEvent): ProductName => {
  switch (event.type) {
    case 'NameClaimed':
      return { ...next(productName), holder: toHolder(event) };
    case 'NameReleased':
      return { ...next(productName), holder: null };
    default:
      return assertNever(event);
  }
};

const next = ({ revision }: ProductName) => ({ revision: revision + 1 });

const toHolder = ({ data: { productId, claimedAt } }: NameClaimed): NameHolder => ({
  productId,
  claimedAt,
});
