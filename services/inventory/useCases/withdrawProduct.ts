import type { Request } from 'express';
import { idParams, noBody } from '../../../contracts/http/fields.js';
import {
  changeHeaders,
  commandContextOf,
  type HttpAnswer,
  parseBody,
  parseParams,
  requireAdmin,
} from '../../../platform/http/index.js';
import { requireProduct } from '../readSide/productResource.js';
import type { Deps } from './deps.js';
import { claimOf, freeName } from './productNames.js';

/**
 * DELETE /api/products/:id: 204, also when it was withdrawn before. The sku stays taken, the name
 * is free.
 */
export const withdrawProduct =
  (deps: Deps) =>
  async (request: Request): Promise<HttpAnswer> => {
    requireAdmin(request);
    const { id: productId } = parseParams(idParams, request);
    parseBody(noBody, request);
    const context = commandContextOf(request, null);
    const data = { productId, now: deps.now() };
    const result = await deps.products.handle(
      productId,
      { type: 'WithdrawProduct', data },
      context,
    );
    const { name, version } = requireProduct(result.state);
    const claim = await claimOf(deps, { name, productId });
    await freeName(deps, { name, ...claim }, context);
    await deps.cache.forget(productId, version);

    return { status: 204, headers: changeHeaders(result), body: null };
  };
