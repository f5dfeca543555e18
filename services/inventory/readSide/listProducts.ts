import type { Request } from 'express';
import { listProductsQuery } from '../../../contracts/http/products.js';
import {
  type HttpAnswer,
  minPositionOf,
  parseQuery,
  requireUser,
} from '../../../platform/http/index.js';
import { findProductPage } from '../../../projections/products/queries.js';
import { waitForPosition } from '../../../projections/projector/waitForPosition.js';
import type { ReadDeps } from './deps.js';
import { toProductResource } from './productResource.js';

/**
 * GET /api/products: what is for sale, a page at a time, as the read model knows it;
 * `X-Min-Position` waits up to 2 s.
 */
export const listProducts =
  ({ database }: ReadDeps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireUser(request);
    const query = parseQuery(listProductsQuery, request);
    const position = minPositionOf(request);
    if (position !== null) await waitForPosition(database, position);
    const { products, total } = await findProductPage(database, query);

    return {
      status: 200,
      headers: {},
      body: {
        products: products.map(toProductResource),
        page: query.page,
        limit: query.limit,
        total,
      },
    };
  };
