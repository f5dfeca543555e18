import {
  inventoryDecider,
  type InventoryEvent,
  inventoryStream,
} from '../../../domain/inventory/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import type { ProductEntry } from './productCache.js';

/**
 * The product as its stream tells it, null when it was never added: for products whose row is still
 * to come.
 */
export const foldProduct = async (
  eventStore: EventStore,
  productId: string,
): Promise<ProductEntry | null> => {
  const { events, revision } = await eventStore.read(inventoryStream(productId));
  const product = (events as unknown as readonly InventoryEvent[]).reduce(
    inventoryDecider.evolve,
    inventoryDecider.initialState(),
  );
  if (product.status === 'NOT_ADDED' || revision === 'no_stream') return null;

  return { ...product, revision };
};
