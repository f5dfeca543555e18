import type { Request } from 'express';
import type { z } from 'zod';
import { listProductsQuery } from '../../../contracts/http/products.js';
import { type HttpAnswer, minPositionOf, parseQuery } from '../../../platform/http/index.js';
import { findProductPage } from '../../../projections/products/queries.js';
import { waitForPosition } from '../../../projections/projector/waitForPosition.js';
import type { ReadDeps } from './deps.js';
import { toProductResource } from './productResource.js';
import { createVisitorCache } from './visitorCache.js';

type Query = z.output<typeof listProductsQuery>;

/**
 * GET /api/products, for everybody: what is for sale, a page at a time, as the read model knows it;
 * `X-Min-Position` waits up to 2 s.
 */
export const listProducts = ({ database }: ReadDeps) => {
  const read = createVisitorCache<HttpAnswer>();

  const readPage = async (query: Query): Promise<HttpAnswer> => {
    const { page, limit } = query;
    const { products, total } = await findProductPage(database, query);

    return {
      status: 200,
      headers: {},
      body: { products: products.map(toProductResource), page, limit, total },
    };
  };

  return async (request: Request): Promise<HttpAnswer> => {
    const query = parseQuery(listProductsQuery, request);
    const position = minPositionOf(request);
    if (position === null)
      return read(request, { key: JSON.stringify(query), load: () => readPage(query) });
    await waitForPosition(database, position);

    return readPage(query);
  };
};
