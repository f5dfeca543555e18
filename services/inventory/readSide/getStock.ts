import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { type HttpAnswer, parseParams } from '../../../platform/http/index.js';
import type { ReadDeps } from './deps.js';
import { requireListedProduct, toStockResource } from './productResource.js';
import { createVisitorCache } from './visitorCache.js';

/** GET /api/products/:id/stock, for everybody: folded to the last event. */
export const getStock = ({ products }: ReadDeps) => {
  const read = createVisitorCache<HttpAnswer>();

  const fold = async (id: string): Promise<HttpAnswer> => {
    const { state, revision } = await products.load(id, { fresh: true });

    return {
      status: 200,
      headers: {},
      body: toStockResource(requireListedProduct(state), revision),
    };
  };

  return (request: Request): Promise<HttpAnswer> => {
    const { id } = parseParams(idParams, request);

    return read(request, { key: id, load: () => fold(id) });
  };
};
