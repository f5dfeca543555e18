import type { Request } from 'express';
import { idParams } from '../../../contracts/http/fields.js';
import type { ProductResource } from '../../../contracts/http/products.js';
import { EventStoreUnavailable } from '../../../platform/eventStore/index.js';
import { type HttpAnswer, parseParams, userIfAny } from '../../../platform/http/index.js';
import { findProduct } from '../../../projections/products/queries.js';
import type { ReadDeps } from './deps.js';
import { isKnownToClient } from './knownToClient.js';
import {
  productTag,
  requireListedProduct,
  revisionOf,
  toProductResource,
} from './productResource.js';
import { createVisitorCache } from './visitorCache.js';

/**
 * GET /api/products/:id, for everybody: 304 when the client has this version and stock;
 * `X-Stale` when only the read model is there.
 */
export const getProduct = (deps: ReadDeps) => {
  const read = createVisitorCache<Seen>();

  return async (request: Request): Promise<HttpAnswer> => {
    const { id } = parseParams(idParams, request);
    const load = () => (userIfAny(request) === null ? foldOrRow(deps, id) : loadProduct(deps, id));
    const { product, isStale } = await read(request, { key: id, load });
    const tag = productTag(product);
    const headers = { ETag: tag, ...(isStale && { 'X-Stale': 'true' }) };

    return isKnownToClient(request, tag)
      ? { status: 304, headers, body: null }
      : { status: 200, headers, body: product };
  };
};

type Seen = Readonly<{ product: ProductResource; isStale: boolean }>;

const loadProduct = async (deps: ReadDeps, id: string): Promise<Seen> => {
  const cached = await deps.cache.get(id);

  return cached === null ? foldOrRow(deps, id) : { product: cached, isStale: false };
};

/**
 * Without the cache that all instances share: what visitors are sent would be older than a second.
 */
const foldOrRow = async (deps: ReadDeps, id: string): Promise<Seen> => {
  try {
    return { product: await foldProduct(deps, id), isStale: false };
  } catch (error) {
    if (!(error instanceof EventStoreUnavailable)) throw error;
    const row = await findProduct(deps.database, id);
    if (row?.status !== 'LISTED') throw error;

    return { product: toProductResource(row), isStale: true };
  }
};

const foldProduct = async ({ products, cache }: ReadDeps, id: string): Promise<ProductResource> => {
  const { state, revision } = await products.load(id, { fresh: true });
  const product = toProductResource(requireListedProduct(state));
  await cache.put(product, revisionOf(revision));

  return product;
};
