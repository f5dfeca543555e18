import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { type HttpAnswer, parseParams, requireUser } from '../../../platform/http/index.js';
import type { ReadDeps } from './deps.js';
import { requireListedProduct, toStockResource } from './productResource.js';

/** GET /api/products/:id/stock, folded to the last event. */
export const getStock =
  ({ products }: ReadDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireUser(request);
    const { id } = parseParams(idParams, request);
    const { state, revision } = await products.load(id, { fresh: true });

    return {
      status: 200,
      headers: {},
      body: toStockResource(requireListedProduct(state), revision),
    };
  };
