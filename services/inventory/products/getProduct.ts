import type { Request, Response } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { entityTag } from '../../../contracts/http/headers.js';
import type { Product } from '../../../contracts/http/products.js';
import { parseParams, requireUser } from '../../../platform/http/index.js';
import type { Parts } from '../parts.js';
import { listed, toProduct } from '../productView.js';

/** GET /api/products/:id: 304 when the client has this version. */
export const getProduct =
  (parts: Parts) =>
  async (request: Request, response: Response): Promise<void> => {
    requireUser(request);
    const { id } = parseParams(idParams, request);
    const product = (await parts.cache.get(id)) ?? (await foldProduct(parts, id));

    const tag = entityTag(product.version);
    response.set('ETag', tag);
    if (request.headers['if-none-match'] === tag) response.status(304).end();
    else response.json(product);
  };

const foldProduct = async ({ products, cache }: Parts, id: string): Promise<Product> => {
  const { state } = await products.load(id, { fresh: true });
  const product = toProduct(listed(state));
  await cache.put(product);

  return product;
};
