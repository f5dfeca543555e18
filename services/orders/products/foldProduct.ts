import { inventoryStream } from '../../../domain/inventory/index.js';
import type { EventStore } from '../../../platform/eventStore/index.js';
import { foldOrRefuse, readFacts } from '../../../platform/facts/index.js';
import { toInventoryFact } from '../../../projections/facts/factReaders.js';
import { evolveProduct, type ProductRow } from '../../../projections/products/productRow.js';

/** Events per read. */
const pageSize = 2_000;

/**
 * Folds what the product's stream holds behind a row. Returns null for a product that was never
 * added. Reads the row's own last event again: where that is missing the store was restored from
 * an older copy, and the stream is folded from its beginning. Throws UndecidableStream.
 */
export const foldProduct = async (
  eventStore: Pick<EventStore, 'read'>,
  productId: string,
  base: ProductRow | null,
): Promise<ProductRow | null> => {
  const deps = { eventStore, toFact: toInventoryFact };
  const stream = inventoryStream(productId);
  let row = base;
  for (let from = base?.revision ?? 0; ; from += pageSize) {
    const page = { from, maxCount: pageSize };
    const { events } = await readFacts(deps, stream, page);
    if (events.length === 0 && base !== null && from === base.revision)
      return foldProduct(eventStore, productId, null);
    const isNew = ({ revision }: { revision: number }) => base === null || revision > base.revision;
    row = foldOrRefuse(stream, () => events.filter(isNew).reduce(evolveProduct, row));
    if (events.length < pageSize) return row;
  }
};
