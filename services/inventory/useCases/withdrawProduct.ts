import type { Request, Response } from 'express';
import { idParams, noBody } from '../../../contracts/http/fields.js';
import {
  commandContextOf,
  parseBody,
  parseParams,
  requireAdmin,
} from '../../../platform/http/index.js';
import { added } from '../readSide/productView.js';
import { setWriteHeaders } from '../writeHeaders.js';
import type { Deps } from './deps.js';
import { releaseUnheldNames } from './productNames.js';

/** DELETE /api/products/:id: 204, also when it was withdrawn before. The sku stays taken, the name is free. */
export const withdrawProduct =
  (deps: Deps) =>
  async (request: Request, response: Response): Promise<void> => {
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
    const { name, version } = added(result.state);
    await releaseUnheldNames(deps, productId, { claimed: [name], context });
    await deps.cache.forget(productId, version);

    setWriteHeaders(response, result);
    response.status(204).end();
  };
