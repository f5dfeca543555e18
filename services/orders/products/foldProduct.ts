import { inventoryDecider, inventoryStream } from '../../../domain/inventory/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import { readFacts } from '../../../platform/facts/index.js';
import { toInventoryFact } from '../../../projections/facts/factReaders.js';
import type { CachedProduct } from './productCache.js';

/**
 * Folds the stream of a product, for one whose row is still to come. Null when it was never added.
 */
export const foldProduct = async (
  eventStore: EventStore,
  productId: string,
): Promise<CachedProduct | null> => {
  const { events, revision } = await readFacts(
    { eventStore, toFact: toInventoryFact },
    inventoryStream(productId),
  );
  const product = events.reduce(inventoryDecider.evolve, inventoryDecider.initialState());
  if (product.status === 'NOT_ADDED' || revision === 'no_stream') return null;

  const { status, name, price, onHand, reserved } = product;

  return { productId, status, name, price, onHand, reserved, revision };
};
