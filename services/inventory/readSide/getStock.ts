import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import type { StockSeen } from '../../../contracts/http/products.js';
import { type HttpAnswer, parseParams } from '../../../platform/http/index.js';
import type { Database } from '../../../platform/postgres/index.js';
import { findOutstanding } from '../../../projections/products/outstanding.js';
import type { ReadDeps } from './deps.js';
import { isKnownToClient } from './knownToClient.js';
import { requireListedProduct, stockTag, toStockResource } from './productResource.js';
import { createVisitorCache } from './visitorCache.js';

/**
 * GET /api/products/:id/stock, for everybody: folded to the last event, with what the read model
 * knows of the orders. 304 when the client has the same.
 */
export const getStock = ({ products, database }: ReadDeps) => {
  const read = createVisitorCache<StockSeen>();

  const fold = async (id: string): Promise<StockSeen> => {
    const { state, revision } = await products.load(id, { fresh: true });
    const stock = toStockResource(requireListedProduct(state), revision);

    return { ...stock, outstanding: await outstandingOf(database, id) };
  };

  return async (request: Request): Promise<HttpAnswer> => {
    const { id } = parseParams(idParams, request);
    const stock = await read(request, { key: id, load: () => fold(id) });
    const tag = stockTag(stock);
    const isKnown = isKnownToClient(request, tag);

    return { status: isKnown ? 304 : 200, headers: { ETag: tag }, body: isKnown ? null : stock };
  };
};

/** Null while the read model is away: the stock is known without it. */
const outstandingOf = async (database: Database, id: string): Promise<number | null> => {
  try {
    return await findOutstanding(database, id);
  } catch {
    return null;
  }
};
