import type { Request, Response } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import { entityTag } from '../../../contracts/http/headers.js';
import type { Product } from '../../../contracts/http/products.js';
import { EventStoreUnavailable } from '../../../platform/eventStore/index.js';
import { parseParams, requireUser } from '../../../platform/http/index.js';
import { getProduct as readProduct } from '../../../projections/products/queries.js';
import type { Deps } from '../useCases/deps.js';
import { listed, toProduct } from './productView.js';

/** GET /api/products/:id: 304 when the client has this version; `X-Stale` when only the read model answers. */
export const getProduct =
  (deps: Deps) =>
  async (request: Request, response: Response): Promise<void> => {
    requireUser(request);
    const { id } = parseParams(idParams, request);
    const { product, isStale } = await see(deps, id);

    const tag = entityTag(product.version);
    response.set('ETag', tag);
    if (isStale) response.set('X-Stale', 'true');
    if (request.headers['if-none-match'] === tag) response.status(304).end();
    else response.json(product);
  };

type Seen = Readonly<{ product: Product; isStale: boolean }>;

const see = async (deps: Deps, id: string): Promise<Seen> => {
  const cached = await deps.cache.get(id);
  if (cached !== null) return { product: cached, isStale: false };
  try {
    return { product: await foldProduct(deps, id), isStale: false };
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable)) throw error;
    const row = await readProduct(deps.database, id);
    if (row?.status !== 'LISTED') throw error;

    return { product: toProduct(row), isStale: true };
  }
};

const foldProduct = async ({ products, cache }: Deps, id: string): Promise<Product> => {
  const { state } = await products.load(id, { fresh: true });
  const product = toProduct(listed(state));
  await cache.put(product);

  return product;
};
