import type { Request, Response } from 'express';
import { idParams, noBody } from '../../../contracts/http/fields.js';
import {
  commandContextOf,
  parseBody,
  parseParams,
  requireAdmin,
} from '../../../platform/http/index.js';
import { releaseUnheldNames } from '../names/claimName.js';
import type { Parts } from '../parts.js';
import { added } from '../productView.js';
import { setWriteHeaders } from '../writeHeaders.js';

/** DELETE /api/products/:id: 204, also when it was withdrawn before. The sku stays taken, the name is free. */
export const withdrawProduct =
  (parts: Parts) =>
  async (request: Request, response: Response): Promise<void> => {
    requireAdmin(request);
    const { id: productId } = parseParams(idParams, request);
    parseBody(noBody, request);
    const context = commandContextOf(request, null);
    const data = { productId, now: parts.now() };
    const result = await parts.products.handle(
      productId,
      { type: 'WithdrawProduct', data },
      context,
    );
    const { name, version } = added(result.state);
    await releaseUnheldNames(parts, productId, { claimed: [name], context });
    await parts.cache.forget(productId, version);

    setWriteHeaders(response, result);
    response.status(204).end();
  };
