import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { entityTag } from '../../../contracts/http/headers.js';
import type { Stock } from '../../../contracts/http/products.js';
import { type HttpAnswer, parseParams } from '../../../platform/http/index.js';
import type { ReadDeps } from './deps.js';
import { isKnownToClient } from './knownToClient.js';
import { requireListedProduct, toStockResource } from './productResource.js';
import { createVisitorCache } from './visitorCache.js';

/**
 * GET /api/products/:id/stock, for everybody: folded to the last event. 304 when the client has
 * this revision.
 */
export const getStock = ({ products }: ReadDeps) => {
  const read = createVisitorCache<Stock>();

  const fold = async (id: string): Promise<Stock> => {
    const { state, revision } = await products.load(id, { fresh: true });

    return toStockResource(requireListedProduct(state), revision);
  };

  return async (request: Request): Promise<HttpAnswer> => {
    const { id } = parseParams(idParams, request);
    const stock = await read(request, { key: id, load: () => fold(id) });
    const tag = entityTag(stock.revision);
    const isKnown = isKnownToClient(request, tag);

    return { status: isKnown ? 304 : 200, headers: { ETag: tag }, body: isKnown ? null : stock };
  };
};
